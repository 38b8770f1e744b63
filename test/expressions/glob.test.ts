import {expect, test} from 'vitest';
import {compileGlob} from '../../source/expressions/glob.js';

test.each([
	['Dockerfile', 'Dockerfile', true],
	['Dockerfile', 'app/Dockerfile', false],
	['*.md', 'README.md', true],
	['*.md', 'docs/README.md', false],
	['**/*.md', 'README.md', true],
	['**/*.md', 'docs/a/b.md', true],
	['docs/**/*', 'docs/a/b.md', true],
	['docs/**/*', 'docs/a.md', true],
	['docs/*', 'docs/a/b.md', false],
	['src/**/*.{js,ts}', 'src/a/b.ts', true],
	['src/**/*.{js,ts}', 'src/b.tsx', false],
	['config/[a-c].yml', 'config/b.yml', true],
	['config/[!a-c].yml', 'config/b.yml', false],
	['?.txt', 'a.txt', true],
	['.gitlab/**/*', '.gitlab/ci/build.yml', true],
	['a+b(c).txt', 'a+b(c).txt', true],
	['\\*.txt', '*.txt', true],
	['\\*.txt', 'a.txt', false],
	['{a,b', 'a', true],
	['[x', '[x', true],
])('the pattern %s and the path %s: %s', (glob, path, expected) => {
	expect(compileGlob(glob).test(path)).toBe(expected);
});

test('a pattern of many stars takes no longer', () => {
	expect(compileGlob(`${'*a'.repeat(40)}b`).test('a'.repeat(5000))).toBe(false);
});
