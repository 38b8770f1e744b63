import {join} from 'node:path';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {createLogStore} from '../../source/logs/log-store.js';
import type {RunState} from '../../source/model/run-state.js';
import {summarize} from '../../source/report/summary.js';
import {temporaryFolder} from '../logs/temporary-folder.js';
import {aJob, aPlan} from '../store/a-plan.js';
import {aJobState, aRunOf, jobTable} from './a-run.js';

const plan = aPlan(aJob('compile', 'build'), aJob('unit'), aJob('lint'));
const options = {color: false, ascii: false, cwd: '/state'};
const exit1 = {status: 'Failed', reason: {kind: 'script', exitCode: 1}} as const;

function settled(status: RunState['status'], jobs: Parameters<typeof jobTable>[0]): Partial<RunState> {
	return {status, startedAt: 0, endedAt: 401_000, jobs: jobTable(jobs)};
}

/** A run whose failing jobs have a log with so many lines of output. */
async function failedRun(names: readonly string[], lines: number) {
	const folder = await temporaryFolder();
	const logs = createLogStore();
	for (const name of names) {
		const writer = await logs.create(join(folder, `${name}.1.log`), {masked: []});
		writer.commandStarted(0, 'npm ci');
		writer.write(Buffer.from('added 3 packages\n'));
		writer.commandFinished(0, 0);
		writer.commandStarted(1, 'npm test');
		for (let line = 1; line <= lines; line++) writer.write(Buffer.from(`\u001b[31m${name} says ${line}\u001b[0m\n`));
		writer.write(Buffer.from('\n\n'));
		writer.commandFinished(1, 1);
		writer.notice('Saving artifacts');
		await writer.close();
	}

	const jobs = [aJobState('compile', {tookMs: 62_000}), ...names.map(name => aJobState(name, exit1))];
	return {folder, run: aRunOf(plan, {state: settled('Failed', jobs), logs, folder})};
}

test('a run that passed takes three lines', async () => {
	const jobs = [
		aJobState('compile', {tookMs: 62_000}),
		aJobState('unit', {tries: 2}),
		aJobState('lint', {...exit1, allowed: true}),
	];
	const text = await summarize(aRunOf(plan, {state: settled('Success', jobs)}), options);
	expect(text).toBe(
		`ci-tui #142  main@3f2c1a9  ✔ PASSED in 6:41    passed 2  allowed 1
 slowest compile 1:02   ! failed (allowed): lint (exit 1)   ✔ passed on retry: unit
 logs  .   next  ci-tui report --run 142
`,
	);
});

test('a failure is told with its command, the end of its output and its log, nearest to the prompt', async () => {
	const {folder, run} = await failedRun(['unit'], 3);
	expect(await summarize(run, {...options, cwd: folder})).toBe(
		`ci-tui #142  main@3f2c1a9  ✘ FAILED in 6:41    passed 1  failed 1
 slowest compile 1:02

 ✘ unit   exit 1 in \`npm test\`   1.0s
   … 3 earlier lines
   unit says 1
   unit says 2
   unit says 3
   log   unit.1.log

 next  ci-tui retry 142 | ci-tui shell unit | ci-tui report --run 142 --job unit --logs
`,
	);
});

test('a failure takes thirty lines at most', async () => {
	const {folder, run} = await failedRun(['unit'], 500);
	const text = await summarize(run, {...options, cwd: folder, rows: 200});
	const block = text.split('\n\n')[1]?.split('\n') ?? [];
	expect(block.length).toBe(30);
	expect(block[1]).toBe('   … 476 earlier lines');
	expect(block.at(-2)).toBe('   unit says 500');
});

test('the whole fits on one screen, whatever failed and however wide the lines', async () => {
	const names = Array.from({length: 9}, (_, index) => `job-${index}`);
	const {folder, run} = await failedRun(names, 100);
	for (const [rows, columns] of [
		[24, 80],
		[40, 120],
		[60, 60],
	] as const) {
		const lines = (await summarize(run, {...options, color: true, cwd: folder, rows, columns}))
			.split('\n')
			.slice(0, -1);
		expect(lines.length).toBeLessThan(rows);
		for (const line of lines.filter(line => !line.includes('ci-tui retry'))) {
			expect(stringWidth(line)).toBeLessThanOrEqual(columns);
		}
		expect(lines.join('\n')).toMatch(/and [12] more failed/);
	}
});

test("a job that the runner could not run is told in the runner's words", async () => {
	const folder = await temporaryFolder();
	const logs = createLogStore();
	const writer = await logs.create(join(folder, 'unit.1.log'), {masked: []});
	writer.notice('Pulling image nowhere/none');
	writer.notice('no such image', 'error');
	writer.notice('manifest unknown');
	writer.notice('Check the tag', 'error');
	await writer.close();
	const job = aJobState('unit', {status: 'Failed', reason: {kind: 'runner', code: 'IMAGE', message: 'no such image'}});
	const text = await summarize(aRunOf(plan, {state: settled('Failed', [job]), logs, folder}), {
		...options,
		cwd: folder,
	});
	expect(text).toContain(' ‼ unit   runner error: no such image   1.0s\n   Check the tag\n   log');
});

test('a canceled run says so and needs no log', async () => {
	const jobs = [
		aJobState('compile', {status: 'Canceled', reason: {kind: 'user'}}),
		aJobState('unit', {
			status: 'Canceled',
			attempts: [],
			reason: {kind: 'skipped', because: 'compile', ended: 'canceled'},
		}),
	];
	const text = await summarize(aRunOf(plan, {state: {...settled('Canceled', jobs), reason: {kind: 'user'}}}), options);
	expect(text).toContain('■ CANCELED in 6:41    canceled 1  skipped 1');
	expect(text).toContain('ci-tui retry 142 | ci-tui report --run 142');
});

test('without colours and beyond ASCII nothing is printed that needs them', async () => {
	const {folder, run} = await failedRun(['unit'], 3);
	const text = await summarize(run, {...options, ascii: true, cwd: folder});
	expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});
