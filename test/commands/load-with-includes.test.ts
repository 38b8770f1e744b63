import {expect, test} from 'vitest';
import {loadWithIncludes} from '../../source/commands/load-with-includes.js';
import type {FileSource} from '../../source/config/file-source.js';
import {loadPipeline} from '../../source/config/load.js';
import {type ElsewhereFile, elsewhereKey, type FetchedFile} from '../../source/model/elsewhere-file.js';
import {aContext, filesOf} from '../config/a-context.js';

const noName = {kind: 'remote', url: 'https://example.com/a.yml'} as const;
const inProject = (path: string) => ({kind: 'project', project: 'group/ci', ref: 'v1', path}) as const;

/** Loads with files that are elsewhere; `rounds` says what was asked for, time after time. */
async function load(
	text: string,
	elsewhere: readonly (readonly [ElsewhereFile, FetchedFile])[],
	files: FileSource = filesOf({'.gitlab-ci.yml': text}),
) {
	const known = new Map(elsewhere.map(([file, answer]) => [elsewhereKey(file), answer]));
	const rounds: (readonly string[])[] = [];
	let open = 0;
	const loaded = await loadWithIncludes(
		files,
		source => loadPipeline({files: source, file: '.gitlab-ci.yml', context: aContext()}),
		async () => {
			open++;
			return {
				async fetch(wanted) {
					rounds.push(wanted.map(file => ('path' in file ? file.path : file.kind)));
					return wanted.map(file => known.get(elsewhereKey(file)) ?? {text: undefined, problem: 'it is gone'});
				},
				async close() {
					open--;
				},
			};
		},
	);
	expect(open).toBe(0);
	return {...loaded, rounds, jobs: loaded.definition?.jobs.map(({name}) => name)};
}

test('what is included from elsewhere is fetched together, and what that includes after it', async () => {
	const text = `
include:
  - remote: https://example.com/a.yml
  - project: group/ci
    ref: v1
    file: [b.yml, c.yml]
`;
	const {jobs, rounds} = await load(text, [
		[noName, {text: 'a: {script: a}'}],
		[inProject('b.yml'), {text: 'include: deep/d.yml\nb: {script: b}'}],
		[inProject('c.yml'), {text: 'c: {script: c}'}],
		[inProject('deep/d.yml'), {text: 'd: {script: d}'}],
	]);
	expect(jobs).toEqual(['a', 'd', 'b', 'c']);
	expect(rounds).toEqual([['remote', 'b.yml', 'c.yml'], ['deep/d.yml']]);
});

test('a pipeline with nothing from elsewhere asks nobody', async () => {
	expect((await load('a: {script: a}', [])).rounds).toEqual([]);
});

test('what is nowhere is named, with the reason', async () => {
	const {diagnostics, definition} = await load('include: https://example.com/a.yml\na: {extends: .gone}', []);
	expect(definition).toBeUndefined();
	expect(diagnostics.map(({code, message}) => [code, message])).toEqual([
		['INCLUDE_MISSING', 'the file at https://example.com/a.yml is not at hand: it is gone'],
	]);
});

test('a copy of an earlier time is told', async () => {
	const copy = {text: 'a: {script: a}', problem: 'no network', copiedAt: Date.UTC(2026, 0, 2, 12)};
	const {diagnostics, jobs} = await load('include: https://example.com/a.yml', [[noName, copy]]);
	expect(jobs).toEqual(['a']);
	expect(diagnostics).toMatchObject([
		{
			severity: 'warning',
			code: 'INCLUDE_COPY',
			message: expect.stringMatching(/could not be fetched \(no network\): its copy of 2026-01-0\d/),
			position: {line: 1, column: 10},
		},
	]);
});

test('what is mapped to a folder is not fetched', async () => {
	const text = 'include: [{project: group/ci, ref: v1, file: b.yml}]';
	const files: FileSource = {
		...filesOf({'.gitlab-ci.yml': text}),
		readElsewhere: () => 'b: {script: b}',
	};
	expect(await load(text, [], files)).toMatchObject({jobs: ['b'], rounds: []});
});
