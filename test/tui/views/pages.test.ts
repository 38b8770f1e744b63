import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import type {History} from '../../../source/tui/run-tui.js';
import {aPastRun} from '../support/a-past-run.js';
import {aJob, aPlannedJob, aState, start} from '../support/a-run.js';
import {MemoryRun} from '../support/memory-run.js';
import {busyRun} from '../support/scenes.js';
import {openTui, type TestTerminal} from '../support/terminal.js';

const esc = '\u001B';
const enter = '\r';
const left: TestTerminal[] = [];

const documents = [
	aPastRun(141, [
		['install', 'Success', 30],
		['test:unit', 'Failed', 50],
		['test:e2e', 'Success', 400],
		['sbom', 'Success', 20],
	]),
	aPastRun(140, [
		['install', 'Success', 30],
		['test:unit', 'Failed', 50],
		['test:unit', 'Success', 60],
		['test:e2e', 'Success', 400],
	]),
];
const history: History = {
	runs: async () => documents.map(document => document.pipeline_execution),
	run: async number => documents.find(({pipeline_execution}) => pipeline_execution.run_number === number),
	open: async number =>
		new MemoryRun(aState([aJob('old', 'Success')], {run: number, status: 'Success', endedAt: start}), {
			controllable: false,
		}),
};

async function show(run: MemoryRun, options: Parameters<typeof openTui>[0], wanted: string | RegExp = 'JOBS') {
	const terminal = openTui({run, now: () => start + 252_000, ...options});
	left.push(terminal);
	await terminal.waitFor(wanted);
	return terminal;
}

afterEach(async () => {
	for (const terminal of left.splice(0)) {
		terminal.press('\u0003');
		terminal.press('w');
		await terminal.result;
	}
});

test('the header tells when the run will end, from how long its jobs took before', async () => {
	await show(busyRun(), {history}, /RUNNING 4:12 {2}eta 2:48/u);
});

test('the card of a failure tells how often it failed before, and how long a retry takes', async () => {
	const terminal = await show(busyRun(), {history, columns: 160}, 'why it failed');
	const text = (await terminal.waitFor('failed in 1 of the last 2 runs')).join('\n');
	expect(text).toContain('passed on retry in #140: looks flaky');
	expect(text).toContain('retry, then bundle (about 1:00)');
	expect(text).toContain('at src/pay/refund.test.ts:88:24  O opens it in your editor');
});

test('the timeline has every job on one scale, and Enter goes to it', async () => {
	const terminal = await show(busyRun(), {history, slots: 2});
	terminal.press('2');
	const text = (await terminal.waitFor('TIMELINE')).join('\n');
	expect(text).toMatch(/✘ test:unit +░+█+↻█+/u);
	expect(text).toMatch(/\S test:e2e +█+┈+/u);
	expect(text).toContain('usual 6:40');
	expect(text).toMatch(/A slot more than 2 would save/u);
	terminal.press('sc');
	await terminal.waitFor('by start critical path only');
	terminal.press('cGgj');
	terminal.press(enter);
	await terminal.waitFor(screen => screen.join().includes('JOBS') && /❯/u.test(screen.join()));
});

test('the history lists the runs before, opens one, and compares two', async () => {
	const terminal = await show(busyRun(), {history});
	terminal.press('4');
	const text = (await terminal.waitFor('#140')).join('\n');
	expect(text).toMatch(/❯ {2}✘ #141 +main/u);
	expect(text).toContain('test:unit  ✘↻  usually 1:00, at worst 1:00, failed 1 of the last 2 runs');
	terminal.press('D');
	await terminal.waitFor('mark two runs with Space first');
	terminal.press('  D');
	const compared = (await terminal.waitFor('COMPARE #140 WITH #141')).join('\n');
	expect(compared).toMatch(/test:unit +Success › Failed {2}broken/u);
	terminal.press(esc);
	await terminal.waitFor('HISTORY');
	terminal.press(enter);
	await terminal.waitFor(/#141[\s\S]*past run, only shown/u);
	terminal.press(esc);
	await terminal.waitFor('#142');
});

test('without a history its view says so', async () => {
	const terminal = await show(busyRun(), {});
	terminal.press('4');
	await terminal.waitFor('No history is kept here.');
});

test('the graph has stages side by side and what each job waits for', async () => {
	const jobs = [
		aPlannedJob('compile', {stage: 'build'}),
		aPlannedJob('unit', {needs: [{job: 'compile', artifacts: true}]}),
	];
	const run = new MemoryRun(aState([aJob('compile', 'Success', {stage: 'build'}), aJob('unit', 'Running')]), {
		plan: {jobs},
	});
	const terminal = await show(run, {});
	terminal.press('5');
	const text = (await terminal.waitFor('GRAPH')).join('\n');
	expect(text).toMatch(/build +test/u);
	expect(text).toMatch(/unit +← compile/u);
});

/** A run whose job `unit` failed with two of its three tests. */
function aRunWithTests() {
	const jobs = [
		aPlannedJob('unit', {
			artifacts: {paths: [], exclude: [], untracked: false, when: 'always', reports: {junit: ['junit.xml']}},
		}),
	];
	const counts = {total: 3, failed: 1, skipped: 0, errors: 1};
	const attempt = {number: 1, status: 'Failed', startedAt: start, endedAt: start + 9000, tests: counts} as const;
	const unit = aJob('unit', 'Failed', {reason: {kind: 'script', exitCode: 1}, attempts: [attempt]});
	const run = new MemoryRun(aState([unit], {status: 'Failed', endedAt: start + 9000}), {plan: {jobs}});
	run.log('unit').command('npm test', {exitCode: 1, ms: 100}).print('Error: one', 'at two', 'at three', 'at four');
	const failures = [
		{kind: 'error', suite: 'cart', name: 'adds', message: 'no cart', text: '', seconds: 0.9},
		{
			kind: 'failed',
			suite: 'pay',
			name: 'refunds once',
			message: 'expected 409',
			text: 'expected 409\ngot 200',
			seconds: 2,
			file: 'src/refund.ts',
			line: 12,
		},
	] as const;
	run.reports.set('unit', {...counts, failures});
	return run;
}

test('the tests that failed are told in the card, and their place opens in the editor', async () => {
	const terminal = await show(aRunWithTests(), {});
	const text = (await terminal.waitFor('why it failed')).join('\n');
	expect(text).toMatch(/2 tests failed:.*\n.*✘ cart › adds +│\n.*✘ pay › refunds once {2}src\/refund\.ts:12/u);
	expect(text).toContain('at src/refund.ts:12  O opens it in your editor');
	expect(text).not.toMatch(/▏ at three/u);
});

test('test reports are shown with what failed, the slowest first, and its place opens in the editor', async () => {
	const root = await mkdtemp(join(tmpdir(), 'ci-tui-test-'));
	await mkdir(join(root, 'src'));
	await writeFile(join(root, 'src/refund.ts'), '');
	const opened: string[][] = [];
	const terminal = await show(aRunWithTests(), {
		root,
		env: {EDITOR: 'code'},
		runProgram: async argv => {
			opened.push(argv.slice(4));
			return 0;
		},
		artifacts: {list: async () => [{path: 'junit.xml', size: 1234}]},
	});
	terminal.press('3');
	const text = (await terminal.waitFor('TESTS  2 failed, 1 others')).join('\n');
	expect(text).toMatch(/✘ pay › refunds once[\s\S]*✘ cart › adds[\s\S]*expected 409\s*\n.*got 200/u);
	terminal.press('O');
	await vi.waitFor(() => expect(opened.map(argv => argv.slice(0, 2))).toEqual([['--wait', '--goto']]));
	expect(opened[0]?.[2]).toMatch(/src\/refund\.ts:12/u);
	await terminal.waitFor('TESTS');
	terminal.press('1]]]');
	await terminal.waitFor(/junit: junit\.xml[\s\S]*left 1 files[\s\S]*1 KB {2}junit\.xml/u);
});

test('the tabs of a job: its config, what it needs, what it left, its attempts', async () => {
	const jobs = [
		aPlannedJob('compile', {stage: 'build', resolved: {script: ['make', 'make check'], stage: 'build'}}),
		aPlannedJob('unit', {needs: [{job: 'compile', artifacts: true}]}),
	];
	const state = aState([aJob('compile', 'Success', {stage: 'build'}), aJob('unit', 'Running')]);
	const terminal = await show(new MemoryRun(state, {plan: {jobs}}), {});
	terminal.press('gj]');
	await terminal.waitFor(/# \.gitlab-ci\.yml:1[\s\S]*compile:[\s\S]*- make check/u);
	terminal.press(']');
	await terminal.waitFor(/waited for by[\s\S]*unit/u);
	terminal.press(']');
	await terminal.waitFor('This job leaves no artifacts.');
	terminal.press(']');
	await terminal.waitFor(/❯ {2}1 ✔ passed/u);
	terminal.press(']');
	await terminal.waitFor(screen => !screen.join().includes('a shows the log of another'));
});
