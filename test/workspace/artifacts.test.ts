import {expect, test} from 'vitest';
import {selectArtifacts, selectionNotices} from '../../source/workspace/artifacts.js';

const projectDir = '/builds/group/project';

test.each([
	['dist', ['dist/a', 'dist/deep/b'], ['other', 'a/dist/x', 'distant']],
	['dist/', ['dist/a'], ['dista']],
	['./dist/', ['dist/a'], []],
	['*.txt', ['a.txt', '.hidden.txt'], ['deep/a.txt', 'a.txtx']],
	['**/*.txt', ['a.txt', 'deep/er/a.txt'], ['a.md']],
	['dist/**', ['dist/a', 'dist/b/c'], ['a']],
	['dist/*', ['dist/a', 'dist/folder/below'], ['other/a']],
	['build/*/out', ['build/x/out', 'build/x/out/file'], ['build/out', 'build/x/y/out']],
	['{a,b}/c', ['a/c', 'b/c/d'], ['c/c']],
	['file[0-9]', ['file1'], ['filex']],
	['fil?', ['file'], ['fil', 'files']],
	['.', ['anything', 'deep/too'], ['.git/config']],
	['**/*', ['anything', 'deep/too', '.env'], ['.git/config']],
	['!file', ['!file'], ['other']],
	['+(a)', ['+(a)'], ['a', 'aa']],
	[`${projectDir}/dist`, ['dist/a'], ['other']],
	['a/../b', ['b/c'], ['a/c']],
	['/etc', [], ['etc', 'etc/passwd']],
	['../up', [], ['up', '../up']],
] as const)('%s takes what GitLab would take', (pattern, taken, left) => {
	const selection = selectArtifacts({paths: [pattern], exclude: [], untracked: false}, projectDir, []);
	expect(taken.filter(file => selection.take(file))).toEqual(taken);
	expect(left.filter(file => selection.take(file))).toEqual([]);
});

test('exclude takes single files out, a folder only with what is in it', () => {
	const exclude = ['dist/**/*.map', 'dist/secret', 'dist/folder'];
	const selection = selectArtifacts({paths: ['dist'], exclude, untracked: false}, projectDir, []);
	const files = ['dist/a.js', 'dist/a.map', 'dist/deep/b.map', 'dist/secret', 'dist/folder/file'];
	expect(files.filter(file => selection.take(file))).toEqual(['dist/a.js', 'dist/folder/file']);
});

test('untracked takes what was not there before', () => {
	const selection = selectArtifacts({paths: ['named'], exclude: ['*.o'], untracked: true}, projectDir, [
		'source',
		'named',
	]);
	expect(['source', 'named', 'new', 'a.o'].filter(file => selection.take(file))).toEqual(['named', 'new']);
	expect(selection.bases).toEqual(['']);
});

test.each([
	[
		['dist', 'dist/deep', 'build/*.jar', 'build/libs'],
		['build', 'dist'],
	],
	[
		['dist', 'dist2'],
		['dist', 'dist2'],
	],
	[['dist', '**/*.xml'], ['']],
	[['a/b/c.txt'], ['a/b/c.txt']],
	[['../up'], []],
])('of %j only %j have to be looked through', (paths, bases) => {
	expect(selectArtifacts({paths, exclude: [], untracked: false}, projectDir, []).bases).toEqual(bases);
});

test('each pattern says how much it took', () => {
	const selection = selectArtifacts({paths: ['a', 'b', '/etc'], exclude: [], untracked: false}, projectDir, []);
	for (const file of ['a/1', 'a/2', 'c']) {
		selection.take(file);
	}

	expect(selectionNotices(selection, projectDir)).toEqual([
		{level: 'info', text: 'a: found 2 matching files'},
		{level: 'warning', text: `b: no matching files. The path must be relative to the project (${projectDir})`},
		{level: 'warning', text: `/etc: is not inside of the project (${projectDir}): nothing of it is saved`},
	]);
});
