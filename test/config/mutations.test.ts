import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {planJson} from '../../source/planner/plan-json.js';
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

/** For one file: seconds of the processor, and megabytes the process grows by while all are read. */
const limits = {seconds: 2, megabytes: 300};

/** What one file costs, so that the costliest can be named. */
function costOf(read: () => void): {readonly seconds: number; readonly megabytes: number} {
	const before = process.cpuUsage();
	read();
	const {user, system} = process.cpuUsage(before);
	return {seconds: (user + system) / 1e6, megabytes: process.memoryUsage.rss() / 2 ** 20};
}

describe('whatever is done to a pipeline file', () => {
	test('there is an answer, soon and in little memory, and every place in it exists', () => {
		const start = process.memoryUsage.rss() / 2 ** 20;
		let most = {seconds: 0, megabytes: 0};
		const read = (text: string) => {
			const cost = costOf(() => readAndPlan(text));
			most = {
				seconds: Math.max(most.seconds, cost.seconds),
				megabytes: Math.max(most.megabytes, cost.megabytes - start),
			};
		};

		fc.assert(
			fc.property(fc.constantFrom(...texts), fc.array(mutation, {minLength: 1, maxLength: 6}), (text, mutations) => {
				let mutated = text;
				for (const {at, cut, insert} of mutations) {
					const start = Math.floor(at * mutated.length);
					mutated = mutated.slice(0, start) + insert.join('') + mutated.slice(start + cut);
				}

				read(mutated);
			}),
			{numRuns: 10_000, seed: 7},
		);
		expect(most.seconds).toBeLessThan(limits.seconds);
		expect(most.megabytes).toBeLessThan(limits.megabytes);
	});
});

function readAndPlan(text: string): void {
	const {definition, diagnostics, sources} = load(text);
	for (const {position} of diagnostics) {
		const lines = sources.get(position.file)?.split('\n') ?? [''];
		if (position.line > lines.length || position.column < 1)
			throw new Error(`no such place: ${JSON.stringify(position)}`);
	}

	formatDiagnostics(diagnostics, sources, {color: true, ascii: false});
	const planned = definition && planPipeline(definition, aContext());
	if (planned?.plan) for (const piece of planJson(planned.plan)) expect(piece).toBeTypeOf('string');
	else if (!definition) expect(diagnostics.some(({severity}) => severity === 'error')).toBe(true);
}

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
		['ten thousand keys of the same name', 'a: b\n'.repeat(10_000), 'JOB_INVALID'],
		['a bomb of aliases', bombOf(9), 'YAML_TOO_BIG'],
		['a bomb of merge keys', mergesOf(9), 'YAML_TOO_BIG'],
		[
			'a regular expression that goes back and forth',
			'a: {script: a, rules: [{if: $X =~ /(a*)*(a*)*(a*)*b/}]}\nb: {}',
			'SCRIPT_MISSING',
		],
		['fifty thousand anchors', anchorsOf(50_000), 'JOB_INVALID'],
		['a circle of aliases', 'a: &a [*a]\ntest: {script: make}', 'ANCHOR_UNKNOWN'],
	])('%s', (_, text, code) => {
		const start = process.memoryUsage.rss() / 2 ** 20;
		let codes: readonly string[] = [];
		const {seconds, megabytes} = costOf(() => {
			codes = codesOf(load(text));
		});
		expect(codes).toContain(code);
		expect(seconds).toBeLessThan(limits.seconds);
		expect(megabytes - start).toBeLessThan(limits.megabytes);
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

/** Nine levels of ten aliases each. */
function bombOf(levels: number): string {
	const lines = Array.from({length: levels}, (_, level) => {
		const items = Array.from({length: 10}, () => (level === 0 ? 'x' : `*l${level - 1}`)).join(', ');
		return `.l${level}: &l${level} [${items}]`;
	});
	return `${lines.join('\n')}\ntest: {script: *l${levels - 1}}`;
}

function mergesOf(levels: number): string {
	const lines = Array.from({length: levels}, (_, level) => {
		const items = Array.from({length: 10}, (_unused, key) => `k${key}: ${level === 0 ? 'x' : `*l${level - 1}`}`).join(
			', ',
		);
		return `.l${level}: &l${level} {${items}}`;
	});
	return `${lines.join('\n')}\ntest: {script: make, <<: *l${levels - 1}}`;
}

function anchorsOf(count: number): string {
	return Array.from({length: count}, (_, index) => `k${index}: &a${index} x`).join('\n');
}
