import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {planPipeline} from '../../source/planner/plan-pipeline.js';
import {formatDiagnostics} from '../../source/report/diagnostics.js';
import {aContext, codesOf, load} from './a-context.js';

const root = path.resolve(import.meta.dirname, '../../fixtures');
const texts = ['valid', 'invalid', 'demo'].flatMap(folder =>
	readdirSync(path.join(root, folder), {withFileTypes: true})
		.filter(entry => entry.isFile() && entry.name.endsWith('.yml'))
		.map(entry => readFileSync(path.join(root, folder, entry.name), 'utf8')),
);

const pieces = fc.constantFrom(
	'\n',
	' ',
	'\t',
	':',
	'- ',
	'[',
	']',
	'{',
	'}',
	'"',
	"'",
	'&a ',
	'*a',
	'<<: *a\n',
	'!reference [a, b]',
	'!reference',
	'|',
	'>',
	'#',
	'---\n',
	'~',
	'$',
	'0',
	'/',
	'script',
	'extends',
	'needs',
	'é',
	'😀',
	'\u0000',
	'%',
	'@',
	'`',
	'? ',
);
const mutation = fc.record({
	at: fc.double({min: 0, max: 1, noNaN: true}),
	cut: fc.nat(12),
	insert: fc.array(pieces, {maxLength: 3}),
});

describe('whatever is done to a pipeline file', () => {
	test('there is an answer, and every place in it exists', () => {
		fc.assert(
			fc.property(fc.constantFrom(...texts), fc.array(mutation, {minLength: 1, maxLength: 6}), (text, mutations) => {
				let mutated = text;
				for (const {at, cut, insert} of mutations) {
					const start = Math.floor(at * mutated.length);
					mutated = mutated.slice(0, start) + insert.join('') + mutated.slice(start + cut);
				}

				const {definition, diagnostics, sources} = load(mutated);
				for (const {position} of diagnostics) {
					const lines = sources.get(position.file)?.split('\n') ?? [''];
					expect(position.line).toBeLessThanOrEqual(lines.length);
					expect(position.column).toBeGreaterThan(0);
				}

				formatDiagnostics(diagnostics, sources, {color: true, ascii: false});
				if (definition) planPipeline(definition, aContext());
				else expect(diagnostics.some(({severity}) => severity === 'error')).toBe(true);
			}),
			{numRuns: 10_000, seed: 7},
		);
	});
});

describe('a hostile file is refused', () => {
	test.each([
		['nesting of lists', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'YAML_TOO_DEEP'],
		[
			'nesting of blocks',
			Array.from({length: 3000}, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
			'YAML_TOO_BIG',
		],
		['a scalar of 10 MB', `test: {script: "${'x'.repeat(10_000_000)}"}`, 'YAML_TOO_BIG'],
		['references that multiply', multiplying(), 'YAML_TOO_BIG'],
		['a circle of aliases', 'a: &a [*a]\ntest: {script: make}', 'ANCHOR_UNKNOWN'],
	])('%s', (_, text, code) => {
		expect(codesOf(load(text))).toContain(code);
	});

	test('a chain of 10,000 jobs that extend each other', () => {
		const chain = Array.from({length: 10_000}, (_, index) => `.j${index}: {extends: .j${index + 1}}`).join('\n');
		expect(codesOf(load(`${chain}\n.j10000: {script: make}\ntest: {extends: .j9995}`))).toContain('EXTENDS_TOO_DEEP');
	});
});

function multiplying(): string {
	const levels = Array.from({length: 9}, (_, level) => {
		const references = Array.from({length: 10}, () => `!reference [.l${level + 1}, script]`).join(', ');
		return `.l${level}: {script: [${references}]}`;
	});
	return `${levels.join('\n')}\n.l9: {script: [a, b, c, d, e, f, g, h, i, j]}\ntest: {script: [!reference [.l0, script]]}`;
}
