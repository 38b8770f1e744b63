import {afterEach, expect, test} from 'vitest';
import {CiError} from '../../../source/errors.js';
import type {HomeSource, PlanView} from '../../../source/tui/run-tui.js';
import {aJob, aState, start} from '../support/a-run.js';
import {MemoryRun} from '../support/memory-run.js';
import {busyRun} from '../support/scenes.js';
import {openTui, type TestTerminal} from '../support/terminal.js';

const left: TestTerminal[] = [];
const enter = '\r';

function aHome(more: Partial<HomeSource> = {}) {
	const run = busyRun();
	const started: (readonly string[] | undefined)[] = [];
	const plan: PlanView = {
		kind: 'plan',
		plan: {...run.plan, leftOut: [{name: 'nightly', reason: 'no rule matches: $CI_PIPELINE_SOURCE == "schedule"'}]},
	};
	const home: HomeSource = {
		title: {project: 'api-service', file: '.gitlab-ci.yml', branch: 'main', commit: '3f2c1a9'.padEnd(40, '0')},
		loadPlan: async () => plan,
		listRuns: async () => [
			{
				id: 'a',
				pipeline_id: 'p',
				name: 'api-service',
				status: 'Failed',
				reason: 'test:unit failed',
				run_number: 141,
				commit_hash: '3f2c1a9',
				branch: 'main',
				start_time: new Date(start - 7_200_000).toISOString(),
				end_time: new Date(start - 7_200_000 + 252_000).toISOString(),
			},
		],
		async start(jobs) {
			started.push(jobs);
			return run;
		},
		openRun: async number =>
			new MemoryRun(aState([aJob('old', 'Failed')], {run: number, status: 'Failed', endedAt: start}), {
				controllable: false,
			}),
		...more,
	};
	return {home, run, started};
}

async function show(home: HomeSource, wanted: string | RegExp = 'run the pipeline') {
	const terminal = openTui({home, now: () => start, columns: 140});
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

test('shows what would run, why the rest would not, and what has run', async () => {
	const {home} = aHome();
	const text = (await (await show(home, '#141')).screen()).join('\n');
	expect(text).toContain('run the pipeline  12 jobs in 4 stages');
	expect(text).toMatch(/build\s[\s\S]*install[\s\S]*deploy:prod/u);
	expect(text).toContain('⊘ nightly  no rule matches: $CI_PIPELINE_SOURCE == "schedule"');
	expect(text).toMatch(/✘ #141 {2}main 3f2c1a9 {2}test:unit.* 4:12 +2 h ago/u);
	expect(text).toContain('r run');
});

test('runs the pipeline with one key', async () => {
	const {home, started, run} = aHome();
	const terminal = await show(home);
	terminal.press('r');
	await terminal.waitFor('RUNNING');
	expect(started).toEqual([undefined]);
	terminal.press('q');
	terminal.press('w');
	expect(await terminal.result).toEqual({run, reason: 'quit'});
});

test('runs one job and what it needs', async () => {
	const {home, started} = aHome();
	const terminal = await show(home);
	terminal.press(`jj${enter}`);
	await terminal.waitFor('RUNNING');
	expect(started).toEqual([['compile']]);
});

test('opens a past run to be looked at, and goes back', async () => {
	const {home} = aHome();
	const terminal = await show(home, '#141');
	terminal.press(`\t${enter}`);
	await terminal.waitFor(/past run, only shown/u);
	terminal.press('r');
	await terminal.waitFor('this run is over: ci-tui retry 141 runs it again');
	terminal.press('q');
	await terminal.waitFor('run the pipeline');
});

test('shows what is wrong with the pipeline file instead of the plan, and runs nothing', async () => {
	const text = '.gitlab-ci.yml:14:12\nerror NEEDS_UNKNOWN: job "ship" needs "biuld", which does not exist.';
	const {home, started} = aHome({loadPlan: async () => ({kind: 'invalid', text})});
	const terminal = await show(home, 'NEEDS_UNKNOWN');
	terminal.press('r');
	await terminal.waitFor('the pipeline file has errors');
	expect(started).toEqual([]);
});

test('what is wrong with the file has the whole width when nothing has run yet, wraps, scrolls, and offers no run', async () => {
	const errors = Array.from({length: 20}, (_, index) => [
		`.gitlab-ci.yml:${index + 1}:3`,
		`error KEY_UNKNOWN: ${'a long explanation '.repeat(9)}number ${index + 1} at its end`,
	]).flat();
	const {home} = aHome({
		loadPlan: async () => ({kind: 'invalid', text: `${errors.join('\n')}\n\n20 errors`}),
		listRuns: async () => [],
	});
	const terminal = await show(home, '20 errors · 1-');
	const text = (await terminal.waitFor('number 1 at its end')).join('\n');
	expect(text).not.toContain('r run');
	expect(text).not.toContain('r starts the first one');
	expect(text).toMatch(/1-36 of 62/u);
	terminal.press('jj');
	await terminal.waitFor('3-38 of 62');
	terminal.press('G');
	await terminal.waitFor(/27-62 of 62[\s\S]*number 20 at its end/u);
	terminal.press('k');
	await terminal.waitFor('26-61 of 62');
	terminal.press('g');
	await terminal.waitFor('1-36 of 62');
});

test('Escape never leaves the program', async () => {
	const {home} = aHome();
	const terminal = await show(home, '#141');
	terminal.press('\u001B');
	await terminal.waitFor('q leaves');
	terminal.press('?');
	await terminal.waitFor('keys');
	terminal.press('q');
});

test('reads the pipeline file again', async () => {
	const views: PlanView[] = [{kind: 'invalid', text: 'error YAML_SYNTAX'}];
	const good = await aHome().home.loadPlan();
	const {home} = aHome({loadPlan: async () => views.shift() ?? good});
	const terminal = await show(home, 'YAML_SYNTAX');
	terminal.press('u');
	await terminal.waitFor('run the pipeline');
});

test('says why a run cannot be started, and stays', async () => {
	const {home} = aHome({
		start: async () => Promise.reject(new CiError('ENGINE_UNREACHABLE', 'no Docker engine answers')),
	});
	const terminal = await show(home);
	terminal.press('r');
	await terminal.waitFor('no Docker engine answers');
	expect((await terminal.screen()).join('\n')).toContain('run the pipeline');
});

test('an edit of the pipeline file is seen at once, its errors and its mending', async () => {
	const good = await aHome().home.loadPlan();
	let view: PlanView = good;
	let changed = () => {};
	const {home} = aHome({
		loadPlan: async () => view,
		watch(listener) {
			changed = listener;
			return () => {};
		},
	});
	const terminal = await show(home);
	view = {kind: 'invalid', text: 'error YAML_SYNTAX'};
	changed();
	await terminal.waitFor(/YAML_SYNTAX[\s\S]*the pipeline file was read again/u);
	view = good;
	changed();
	await terminal.waitFor('run the pipeline');
});

test('a child pipeline is no run of its own among those of the past, unless its parent is gone', async () => {
	const stored = {id: 'a', pipeline_id: 'p', name: 'api-service', status: 'Success', commit_hash: '3f2c1a9'} as const;
	const {home} = aHome({
		listRuns: async () => [
			{...stored, run_number: 143, parent_run: 142, parent_job: 'sub'},
			{...stored, run_number: 142},
			{...stored, run_number: 141, parent_run: 140, parent_job: 'sub'},
		],
	});
	const text = (await (await show(home, '#142')).screen()).join('\n');
	expect(text).toContain('#141');
	expect(text).not.toContain('#143');
});
