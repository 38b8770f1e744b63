import {afterEach, describe, expect, test, vi} from 'vitest';
import {aPastRun} from '../support/a-past-run.js';
import {aJob, aPlannedJob, aState, start} from '../support/a-run.js';
import {MemoryRun} from '../support/memory-run.js';
import {busyRun} from '../support/scenes.js';
import {openTui, type TestTerminal} from '../support/terminal.js';

const esc = '\u001B';
const enter = '\r';
const left: TestTerminal[] = [];

async function show(run: MemoryRun, options: Parameters<typeof openTui>[0] = {}, wanted: string | RegExp = 'JOBS') {
	const terminal = openTui({run, now: () => start + 252_000, ...options});
	left.push(terminal);
	await terminal.waitFor(wanted);
	return terminal;
}

const selected = (screen: readonly string[]) => screen.find(line => /❯/u.test(line)) ?? '';
/** A report of the mouse as terminals send it; columns and rows count from 1. */
const mouse = (code: number, column: number, row: number, end = 'M') => `${esc}[<${code};${column};${row}${end}`;
const manual = () => {
	const deploy = aJob('deploy', 'Pending', {stage: 'ship', reason: {kind: 'manual'}});
	const after = aJob('announce', 'Pending', {stage: 'ship', reason: {kind: 'blocked', by: 'deploy'}});
	const jobs = [
		aPlannedJob('deploy', {
			stage: 'ship',
			when: 'manual',
			variables: {CI_JOB_NAME: 'deploy', ENVIRONMENT: 'staging'},
			manualConfirmation: 'Really?',
		}),
		aPlannedJob('announce', {stage: 'ship'}),
	];
	return new MemoryRun(aState([deploy, after]), {plan: {jobs}});
};

afterEach(async () => {
	for (const terminal of left.splice(0)) {
		terminal.press('\u0003');
		terminal.press('w');
		await terminal.result;
	}
});

describe('a manual job', () => {
	test('is played as it is by p and Enter, after what it lets go on, and when it last ran', async () => {
		const run = manual();
		const document = aPastRun(141, [['deploy', 'Success', 5]]);
		const history = {runs: async () => [document.pipeline_execution], run: async () => document};
		const terminal = await show(run, {history});
		terminal.press('gjp');
		await terminal.waitFor(/play deploy\?[\s\S]*Really\?[\s\S]*lets go on: announce[\s\S]*last ran 1 h ago in #141/u);
		terminal.press(enter);
		await terminal.waitFor('playing deploy');
		expect(run.sent).toEqual([{type: 'play-job', job: 'deploy'}]);
	});

	test('is played with variables changed and added', async () => {
		const run = manual();
		const terminal = await show(run);
		terminal.press('gjp');
		await terminal.waitFor('ENVIRONMENT = staging');
		expect((await terminal.screen()).join()).not.toContain('CI_JOB_NAME');
		terminal.press(`COLOR=blue${enter}`);
		await terminal.waitFor(/COLOR +/u);
		terminal.press('\t\u0015prod');
		await terminal.waitFor('ENVIRONMENT = prod');
		terminal.press(enter);
		await terminal.waitFor('playing deploy with ENVIRONMENT, COLOR');
		expect(run.sent).toEqual([{type: 'play-job', job: 'deploy', variables: {ENVIRONMENT: 'prod', COLOR: 'blue'}}]);
	});
});

describe('the palette', () => {
	test('does anything by its name', async () => {
		const terminal = await show(busyRun());
		terminal.press(':timeline');
		await terminal.waitFor(/view 2: when each job waited/u);
		terminal.press(enter);
		await terminal.waitFor('TIMELINE');
	});

	test('plays a job with variables, and goes to one', async () => {
		const run = manual();
		const terminal = await show(run);
		terminal.press(':play deploy A=1');
		await terminal.waitFor(' play deploy ');
		terminal.press(enter);
		await terminal.waitFor(screen => screen.join().includes('play deploy') && !screen.join().includes('what to do'));
		expect(run.sent).toEqual([{type: 'play-job', job: 'deploy', variables: {A: '1'}}]);
		terminal.press(':goto announce');
		await terminal.waitFor('go to announce');
		terminal.press(enter);
		await terminal.waitFor(screen => selected(screen).includes('announce'));
	});

	test('says when nothing is called that', async () => {
		const terminal = await show(busyRun());
		terminal.press(':qqqqqq');
		await terminal.waitFor('nothing is called that');
		terminal.press(esc);
		await terminal.waitFor(screen => !screen.join().includes('what to do'));
	});
});

test('marked jobs are retried and canceled together', async () => {
	const run = busyRun();
	const terminal = await show(run);
	terminal.press('g/test');
	await terminal.waitFor('3 jobs');
	terminal.press(`${enter}gj   `);
	await terminal.waitFor('3 marked');
	terminal.press('x');
	await terminal.waitFor('canceling 2 jobs');
	expect(run.sent).toEqual([
		{type: 'cancel-job', job: 'test:e2e'},
		{type: 'cancel-job', job: 'test:contract'},
	]);
	terminal.press('gj ');
	await terminal.waitFor('1 marked');
	terminal.press('r');
	await terminal.waitFor('retry test:unit?');
	terminal.press('y');
	await terminal.waitFor('retrying test:unit');
	expect(run.sent.at(-1)).toEqual({type: 'retry-job', job: 'test:unit'});
});

describe('the mouse', () => {
	test('selects a job, folds a stage, and its wheel scrolls the pane under it', async () => {
		const run = new MemoryRun(aState([aJob('unit', 'Running'), aJob('e2e', 'Running')]));
		run.log('e2e').print(...Array.from({length: 200}, (_, line) => `line ${line}.`));
		const terminal = await show(run);
		const row = (await terminal.screen()).findIndex(line => line.includes('e2e')) + 1;
		terminal.press(mouse(0, 10, row));
		await terminal.waitFor('line 199.');
		expect(selected(await terminal.screen())).toContain('e2e');
		terminal.press(mouse(64, 100, 10));
		await terminal.waitFor(screen => !screen.join().includes('line 199.') && screen.join().includes('line 196.'));
		terminal.press(mouse(64, 10, 10));
		await terminal.waitFor(screen => selected(screen).includes('unit'));
		terminal.press(mouse(0, 10, row - 2) + mouse(0, 10, row - 2, 'm'));
		await terminal.waitFor(screen => selected(screen).includes('▾'));
		terminal.press(mouse(0, 10, row - 2));
		await terminal.waitFor(/▸.*test/u);
	});

	test('selects lines when it is dragged, and y copies them', async () => {
		const terminal = await show(busyRun(), {}, 'refund.test.ts');
		const screen = await terminal.screen();
		const row = screen.findIndex(line => line.includes('PASS src/cart')) + 1;
		terminal.press(mouse(0, 70, row));
		terminal.press(mouse(32, 75, row + 1));
		await terminal.waitFor('2 selected');
		terminal.press('y');
		await terminal.waitFor('copied 2 lines');
	});

	test('is released by M and taken back, and never left on', async () => {
		const terminal = await show(busyRun());
		await terminal.waitFor(() => terminal.raw().includes(`${esc}[?1002h`));
		terminal.press('M');
		await terminal.waitFor("the mouse is the terminal's");
		expect(terminal.raw().lastIndexOf(`${esc}[?1002l`)).toBeGreaterThan(terminal.raw().lastIndexOf(`${esc}[?1002h`));
		terminal.press('M');
		await terminal.waitFor('the mouse is ours');
		terminal.press('\u0003');
		terminal.press('w');
		await terminal.result;
		expect(terminal.raw().lastIndexOf(`${esc}[?1002l`)).toBeGreaterThan(terminal.raw().lastIndexOf(`${esc}[?1002h`));
	});
});

test('S leaves the screen for plain lines with what was before, and S comes back', async () => {
	const run = new MemoryRun(aState([aJob('unit', 'Running')]));
	run.log('unit').print('printed before');
	const terminal = await show(run, {}, 'printed before');
	terminal.press('S');
	await terminal.waitFor(/Plain lines of run #142[\s\S]*\[unit\] printed before/u);
	expect(terminal.isAlternate()).toBe(false);
	run.emit({type: 'job-log', at: '', job: 'unit', attempt: 1, text: 'printed live'});
	await terminal.waitFor('printed live');
	terminal.press('S');
	await terminal.waitFor('JOBS');
	expect(terminal.isAlternate()).toBe(true);
});

describe('a shell', () => {
	test('has the terminal for itself in the container of the job, and the screen comes back', async () => {
		const opened: unknown[] = [];
		const terminal = await show(busyRun(), {
			async shell(run, job, attempt) {
				opened.push([run.run, job, attempt]);
			},
		});
		terminal.press('s');
		await vi.waitFor(() => expect(opened).toEqual([[142, 'test:unit', 2]]));
		await terminal.waitFor('r runs the job again');
	});

	test('says why it cannot be opened', async () => {
		const terminal = await show(busyRun());
		terminal.press('s');
		await terminal.waitFor('a shell cannot be opened from here: ci-tui shell JOB opens one');
	});
});

describe('the terminal is told', () => {
	test('how far the run is, and that it has ended, where it understands that', async () => {
		const run = new MemoryRun(aState([aJob('unit', 'Success'), aJob('e2e', 'Running')]));
		const terminal = await show(run, {env: {TERM_PROGRAM: 'ghostty'}});
		await terminal.waitFor(() => terminal.raw().includes(`${esc}]9;4;1;50\u0007`));
		const failed = aState([aJob('unit', 'Success'), aJob('e2e', 'Failed')], {
			status: 'Failed',
			endedAt: start + 60_000,
		});
		run.set(failed);
		await terminal.waitFor(() => terminal.raw().includes(`\u0007${esc}]9;ci-tui #142 failed: e2e\u0007`));
		expect(terminal.raw()).toContain(`${esc}]9;4;0;0\u0007`);
	});

	test('nothing where it does not, but for the bell', async () => {
		const run = new MemoryRun(aState([aJob('unit', 'Running')]));
		const terminal = await show(run, {env: {TERM_PROGRAM: 'Apple_Terminal'}});
		run.set(aState([aJob('unit', 'Success')], {status: 'Success', endedAt: start + 60_000}));
		await terminal.waitFor(() => terminal.raw().includes('\u0007'));
		expect(terminal.raw()).not.toContain(`${esc}]9;`);
	});
});

test('b hides the tree and Esc shows it again', async () => {
	const terminal = await show(busyRun());
	terminal.press('b');
	await terminal.waitFor(screen => !screen.join().includes('JOBS'));
	terminal.press(esc);
	await terminal.waitFor('JOBS');
});
