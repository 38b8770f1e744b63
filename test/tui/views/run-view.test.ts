import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {aJob, aState, start, withJobs} from '../support/a-run.js';
import {MemoryRun} from '../support/memory-run.js';
import {busyRun} from '../support/scenes.js';
import {openTui, type TestTerminal} from '../support/terminal.js';

const esc = '\u001B';
const enter = '\r';
const ctrlC = '\u0003';
const left: TestTerminal[] = [];

/** Opens the UI and waits until the job's log is on screen. */
async function show(run: MemoryRun, options: Parameters<typeof openTui>[0] = {}, wanted: string | RegExp = 'JOBS') {
	const terminal = openTui({run, now: () => start + 252_000, ...options});
	left.push(terminal);
	await terminal.waitFor(wanted);
	return terminal;
}

/** The selected row of the tree. */
const selected = (screen: readonly string[]) => screen.find(line => /❯/u.test(line)) ?? '';
const selects = (name: string) => (screen: readonly string[]) => selected(screen).includes(name);

const failed = (name: string) => aJob(name, 'Failed', {reason: {kind: 'script', exitCode: 2}});
const aRunning = () =>
	aState([
		aJob('unit', 'Running'),
		aJob('e2e', 'Running'),
		aJob('ship', 'Pending', {stage: 'deploy', reason: {kind: 'manual'}}),
	]);

afterEach(async () => {
	for (const terminal of left.splice(0)) {
		terminal.press(ctrlC);
		terminal.press('w');
		await terminal.result;
	}
});

describe('without a key pressed', () => {
	test('a failed run says what failed, why, and what can be pressed', async () => {
		const terminal = await show(busyRun(), {}, 'why it failed');
		const text = (await terminal.waitFor('exit 1 in command 2 of')).join('\n');
		expect(selected(text.split('\n'))).toContain('✘ test:unit ↻2  exit 1');
		expect(text).toContain('exit 1 in command 2 of 2: npm test -- --ci');
		expect(text).toContain('● refund › rejects a second refund');
		expect(text).toContain('r retry, then bundle');
		expect(text).toContain('log .ci-tui/runs/142/test-unit.2.log');
	});

	test('every job that waits or was skipped says why', async () => {
		const text = (await (await show(busyRun(), {columns: 160})).screen()).join('\n');
		expect(text).toContain('⊘ bundle  skipped: test:unit failed');
		expect(text).toContain('◷ sbom  waits for a slot');
		expect(text).toContain('▷ deploy:staging  manual');
		expect(text).toContain('◌ deploy:prod  waits for manual job deploy:staging');
		expect(text).toContain('! lint  exit 1, allowed');
	});

	test('a job that fails is selected and its log shown', async () => {
		const run = new MemoryRun(aRunning());
		run.log('e2e').command('make e2e', {exitCode: 2, ms: 5}).print('boom');
		const terminal = await show(run);
		run.set(withJobs(run.getState(), failed('e2e')));
		await terminal.waitFor(selects('e2e'));
		await terminal.waitFor('boom');
	});

	test('a log grows on screen as the job prints', async () => {
		const run = new MemoryRun(aRunning());
		const log = run.log('unit').command('npm test').print('first');
		const terminal = await show(run, {}, 'first');
		log.print('second', 'third');
		await terminal.waitFor(/first[\s\S]*second[\s\S]*third/u);
	});

	test('no frame has the log of one job under the title of another, and none is blank', async () => {
		const run = new MemoryRun(aState([aJob('unit', 'Running'), aJob('e2e', 'Running'), aJob('lint', 'Running')]));
		for (const name of ['unit', 'e2e', 'lint']) {
			run.log(name).print(`${name} is printing`);
		}

		const terminal = await show(run, {}, 'unit is printing');
		const frames = terminal.frames();
		for (const key of ['j', 'j', 'k', 'k', 'j']) {
			terminal.press(key);
			await terminal.screen();
		}

		await terminal.waitFor(/e2e · [\s\S]*e2e is printing/u);
		for (const frame of await frames()) {
			const [, titled] = /─ \S (\w+) ·/u.exec(frame) ?? [];
			expect(frame).toContain(`${titled} is printing`);
		}
	});

	test('the card of a failure appears whole: with its command, not with the exit code first', async () => {
		const run = new MemoryRun(aRunning());
		const log = run.log('unit').command('npm test').print('boom');
		const terminal = await show(run, {}, 'boom');
		const frames = terminal.frames();
		log.commands = [{index: 0, text: 'npm test', line: 0, startedAt: 0, endedAt: 5, exitCode: 2}];
		run.set(withJobs(run.getState(), failed('unit')));
		await terminal.waitFor('why it failed');
		const first = (await frames()).find(frame => frame.includes('why it failed'));
		expect(first).toContain('exit 2 in command 1 of 1: npm test');
	});

	test('the tree has its legend where there is room, until the help was opened', async () => {
		const terminal = await show(busyRun(), {}, 'LEGEND (? hides)');
		terminal.press('?');
		await terminal.waitFor('keys in the tree');
		terminal.press(esc);
		await terminal.waitFor(screen => !screen.join().includes('keys in the tree'));
		expect((await terminal.screen()).join()).not.toContain('LEGEND');
	});

	test('the progress of a pull is in the row and under the log', async () => {
		const run = new MemoryRun(aState([aJob('unit', 'Running', {phase: 'preparing'})]));
		run.progress = {text: 'pulling node:24', fraction: 0.43};
		const text = (await (await show(run)).screen()).join('\n');
		expect(text).toContain('⇣ unit  pulling node:24 43%');
		expect(text).toMatch(/pulling node:24 {2}▰+▱+ 43%/u);
	});
});

describe('keys', () => {
	test('move the selection, many at once too, and it stays with the job when others change', async () => {
		const run = new MemoryRun(aRunning());
		const terminal = await show(run);
		terminal.press('jj');
		await terminal.waitFor(selects('deploy'));
		terminal.press('k');
		await terminal.waitFor(selects('e2e'));
		run.set(withJobs(run.getState(), aJob('unit', 'Success')));
		await terminal.waitFor('✔ unit');
		expect(selected(await terminal.screen())).toContain('e2e');
	});

	test('a failure elsewhere does not take the selection away from the user, and e goes there', async () => {
		const run = new MemoryRun(aRunning());
		const terminal = await show(run);
		terminal.press('G');
		await terminal.waitFor(selects('ship'));
		run.set(withJobs(run.getState(), failed('e2e')));
		await terminal.waitFor('e2e failed (e in the tree goes to what failed)');
		expect(selected(await terminal.screen())).toContain('ship');
		terminal.press('e');
		await terminal.waitFor(selects('e2e'));
	});

	test('fold and unfold a stage', async () => {
		const terminal = await show(busyRun());
		terminal.press('gh');
		await terminal.waitFor(/▸ ✔ build {2}3\/3/u);
		terminal.press('l');
		await terminal.waitFor('✔ install');
	});

	test('filter the tree by name and by state', async () => {
		const terminal = await show(busyRun());
		terminal.press('/deploy');
		await terminal.waitFor(screen => !screen.join().includes('typecheck') && screen.join().includes('deploy:prod'));
		terminal.press(esc);
		await terminal.waitFor('typecheck');
		terminal.press('ff');
		await terminal.waitFor(screen => screen.join().includes('failed only') && !screen.join().includes('typecheck'));
	});

	test('a filter by name goes to the first job that passes, with its log, says how many there are, and Escape stays there', async () => {
		const run = busyRun();
		run.log('test:e2e').print('browsers are starting');
		const terminal = await show(run);
		terminal.press('/E2E');
		await terminal.waitFor(/show jobs with: E2E.*1 job /u);
		terminal.press(enter);
		await terminal.waitFor('browsers are starting');
		expect(selected(await terminal.screen())).toContain('test:e2e');
		terminal.press(esc);
		await terminal.waitFor('typecheck');
		expect(selected(await terminal.screen())).toContain('test:e2e');
	});

	test('search the log, with a count', async () => {
		const terminal = await show(busyRun(), {}, 'refund.test.ts');
		terminal.press(`${enter}/refund${enter}`);
		await terminal.waitFor('/refund 1/3');
		terminal.press('n');
		await terminal.waitFor('/refund 2/3');
	});

	test('scroll a log to its first line and back to following', async () => {
		const run = new MemoryRun(aRunning());
		const log = run.log('unit').print(...Array.from({length: 500}, (_, line) => `line ${line}.`));
		const terminal = await show(run, {}, 'line 499.');
		terminal.press(`${enter}g`);
		await terminal.waitFor('line 0.');
		log.print('something new');
		await terminal.waitFor('▼ 1 new (G)');
		terminal.press('G');
		await terminal.waitFor('something new');
	});

	test('zoom the log, whose rows then have no frame to be copied', async () => {
		const terminal = await show(busyRun(), {}, 'refund.test.ts');
		terminal.press(`${enter}z`);
		const screen = await terminal.waitFor(shown => !shown.join().includes('JOBS'));
		expect(screen.filter(line => line.includes('│'))).toEqual([]);
		terminal.press('z');
		await terminal.waitFor('JOBS');
	});

	test('show the log of an earlier attempt', async () => {
		const terminal = await show(busyRun(), {}, 'attempt 2 of 2');
		terminal.press('a');
		await terminal.waitFor('first attempt');
		await terminal.waitFor('log .ci-tui/runs/142/test-unit.1.log');
	});

	test('retry a job at once when nothing else runs again, else after a look at what does', async () => {
		const run = busyRun();
		const terminal = await show(run);
		terminal.press('r');
		await terminal.waitFor(/retry test:unit\?[\s\S]*bundle/u);
		expect(run.sent).toEqual([]);
		terminal.press('y');
		await terminal.waitFor('retrying test:unit');
		terminal.press('jjj');
		await terminal.waitFor(selects('lint'));
		terminal.press('r');
		await terminal.waitFor('retrying lint');
		expect(run.sent).toEqual([
			{type: 'retry-job', job: 'test:unit'},
			{type: 'retry-job', job: 'lint'},
		]);
	});

	test('cancel a job, play a manual one, hold the run', async () => {
		const run = new MemoryRun(aRunning());
		const terminal = await show(run);
		terminal.press('x');
		await terminal.waitFor('canceling unit (x again kills)');
		terminal.press('G');
		terminal.press('p');
		await terminal.waitFor('play ship?');
		terminal.press(enter);
		await terminal.waitFor('playing ship');
		terminal.press('P');
		await terminal.waitFor('held: no new job starts');
		expect(run.sent).toEqual([
			{type: 'cancel-job', job: 'unit'},
			{type: 'play-job', job: 'ship'},
			{type: 'hold', held: true},
		]);
	});

	test('cancel the run only when it is confirmed', async () => {
		const run = new MemoryRun(aRunning());
		const terminal = await show(run);
		terminal.press('X');
		await terminal.waitFor('cancel run #142?');
		terminal.press(enter);
		terminal.press('n');
		await terminal.waitFor(screen => !screen.join().includes('cancel run #142?'));
		expect(run.sent).toEqual([]);
		terminal.press('Xy');
		await terminal.waitFor('CANCELING');
		expect(run.sent).toEqual([{type: 'cancel-run'}]);
	});

	test('that cannot work now say why', async () => {
		const terminal = await show(busyRun());
		terminal.press('p');
		await terminal.waitFor('test:unit has already been started');
	});

	test('are all listed by ?', async () => {
		const terminal = await show(busyRun());
		terminal.press('?');
		await terminal.waitFor(/keys in the tree[\s\S]*run the job again[\s\S]*skipped/u);
		terminal.press(esc);
		await terminal.waitFor(screen => !screen.join().includes('keys in the tree'));
	});

	test('show times of three kinds, and line numbers', async () => {
		const terminal = await show(busyRun(), {}, 'refund.test.ts');
		terminal.press(`${enter}t`);
		await terminal.waitFor(/\+0:00\.4 PASS[\s\S]*time relative/u);
		terminal.press('t');
		await terminal.waitFor(/\+0\.1s PASS[\s\S]*time delta/u);
		terminal.press('t');
		await terminal.waitFor(/\d\d:\d\d:\d\d\.\d PASS[\s\S]*time clock/u);
		terminal.press('t#');
		await terminal.waitFor(/│ {3}5 PASS/u);
	});

	test('fold a command with Enter or za, and passed ones are folded when the job has ended', async () => {
		const terminal = await show(busyRun(), {}, /▸ \$ npm ci.*1 line {2}✔/u);
		terminal.press(`${enter}}${enter}`);
		await terminal.waitFor('added 612 packages');
		terminal.press('za');
		await terminal.waitFor(screen => !screen.join().includes('added 612 packages'));
		expect((await terminal.screen()).join()).toContain('JOBS');
	});

	test('show only the lines that match, and all again', async () => {
		const terminal = await show(busyRun(), {}, 'refund.test.ts');
		terminal.press(`${enter}&pass`);
		await terminal.waitFor(screen => !screen.join().includes('$ npm test') && screen.join().includes('total.test.ts'));
		terminal.press(enter);
		await terminal.waitFor('&pass 3');
		terminal.press(esc);
		await terminal.waitFor('$ npm test');
	});

	test('select lines and copy them, and say how', async () => {
		const terminal = await show(busyRun(), {}, 'refund.test.ts');
		terminal.press(`${enter}vkk`);
		await terminal.waitFor('3 selected');
		terminal.press('y');
		await terminal.waitFor('copied 3 lines (OSC 52)');
		const [, encoded = ''] = /\u001B\]52;c;([^\u0007]*)\u0007/u.exec(terminal.raw()) ?? [];
		expect(Buffer.from(encoded, 'base64').toString()).toBe(
			'    Received: 200\n      at src/pay/refund.test.ts:88:24\nTests: 2 failed, 118 passed, 120 total',
		);
		terminal.press('Y');
		await terminal.waitFor('copied 13 lines');
	});

	test('a text too long for a clipboard is in a file', async () => {
		const run = new MemoryRun(aRunning());
		run.log('unit').print(...Array.from({length: 3000}, (_, line) => `${line} ${'x'.repeat(50)}`));
		const terminal = await show(run, {columns: 200}, '2999 x');
		terminal.press('Y');
		const screen = (await terminal.waitFor(/3000 lines are too much to copy: they are in \S+\.log/u)).join('\n');
		const [, file = ''] = /they are in (\S+)/u.exec(screen) ?? [];
		expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3001);
	});

	test('save the log under a name, and never over a file that is there', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'ci-tui-test-'));
		const terminal = await show(busyRun(), {columns: 160}, 'refund.test.ts');
		for (const said of ['saved 13 lines to', 'is there already']) {
			terminal.press('\u0013\u0015');
			terminal.press(`${folder}/unit.log${enter}`);
			await terminal.waitFor(said);
		}

		expect(await readFile(join(folder, 'unit.log'), 'utf8')).toContain('FAIL src/pay/refund.test.ts\n  ● refund');
	});

	test('open the log in $PAGER, and $EDITOR at the failing line of the checkout, else at the log', async () => {
		const root = await mkdtemp(join(tmpdir(), 'ci-tui-test-'));
		await mkdir(join(root, 'src/pay'), {recursive: true});
		await writeFile(join(root, 'src/pay/refund.test.ts'), '');
		const opened: string[][] = [];
		const terminal = await show(
			busyRun(),
			{
				root,
				env: {EDITOR: 'nano -w', PAGER: 'less -S'},
				runProgram: async argv => {
					opened.push(argv.slice(2));
					return 0;
				},
			},
			'O opens it in your editor',
		);
		terminal.press('o');
		await vi.waitFor(() => expect(opened).toHaveLength(1));
		await terminal.waitFor('JOBS');
		terminal.press('O');
		await vi.waitFor(() => expect(opened).toHaveLength(2));
		const log = '.ci-tui/runs/142/test-unit.2.log';
		expect(opened).toEqual([
			['less -S "$@"', 'sh', log],
			['nano -w "$@"', 'sh', '+88', join(root, 'src/pay/refund.test.ts')],
		]);
		await terminal.waitFor('JOBS');
		await rm(join(root, 'src'), {recursive: true});
		terminal.press('O');
		await vi.waitFor(() => expect(opened[2]).toEqual(['nano -w "$@"', 'sh', log]));
		await terminal.waitFor('src/pay/refund.test.ts is not in this checkout');
	});

	test('copy the log on screen as plain text', async () => {
		const terminal = await show(busyRun(), {}, 'refund.test.ts');
		terminal.press('y');
		await terminal.waitFor(/copied 13 lines/u);
		const [, encoded = ''] = /\u001B\]52;c;([^\u0007]*)\u0007/u.exec(terminal.raw()) ?? [];
		const text = Buffer.from(encoded, 'base64').toString();
		expect(text).toContain('PASS src/cart/total.test.ts (812 ms)\n');
		expect(text).not.toContain('\u001B');
	});
});

describe('leaving', () => {
	test('asks while the run is on, and leaves it running', async () => {
		const run = new MemoryRun(aRunning());
		const terminal = await show(run);
		terminal.press('q');
		await terminal.waitFor('run #142 is still on');
		terminal.press('w');
		expect(await terminal.result).toEqual({run, reason: 'quit'});
		expect(run.sent).toEqual([]);
		await terminal.screen();
		expect(terminal.isAlternate()).toBe(false);
	});

	test('waits for a canceled run to end', async () => {
		const run = new MemoryRun(aRunning());
		const terminal = await show(run);
		terminal.press('q');
		terminal.press('c');
		await terminal.waitFor('CANCELING');
		expect(run.sent).toEqual([{type: 'cancel-run'}]);
		run.set({...run.getState(), status: 'Canceled', reason: {kind: 'user'}, endedAt: start + 300_000});
		expect(await terminal.result).toEqual({run, reason: 'quit-canceled'});
	});

	test('Ctrl+C asks, cancels, and then kills and leaves at once', async () => {
		const run = new MemoryRun(aRunning());
		const terminal = await show(run);
		terminal.press(ctrlC);
		await terminal.waitFor('run #142 is still on');
		terminal.press(ctrlC);
		await terminal.waitFor('CANCELING');
		terminal.press(ctrlC);
		expect(await terminal.result).toEqual({run, reason: 'quit-canceled'});
		expect(run.sent).toEqual([{type: 'cancel-run'}, {type: 'cancel-run'}]);
	});

	test('does not ask when the run is over', async () => {
		const run = new MemoryRun(aState([aJob('unit', 'Success')], {status: 'Success', endedAt: start + 5000}));
		const terminal = await show(run, {}, 'PASSED');
		terminal.press('q');
		expect(await terminal.result).toEqual({run, reason: 'quit'});
	});

	test('a crash of the screen leaves the run alone and the terminal as it was', async () => {
		class Broken extends MemoryRun {
			override logFile(): string {
				throw new Error('cannot draw');
			}
		}

		const run = new Broken(aRunning());
		const terminal = openTui({run, now: () => start});
		const result = await terminal.result;
		expect(result).toMatchObject({reason: 'crashed', run, error: new Error('cannot draw')});
		expect(run.sent).toEqual([]);
		await terminal.screen();
		expect(terminal.isAlternate()).toBe(false);
	});
});

describe('the screen', () => {
	for (const [columns, rows] of [
		[200, 50],
		[120, 40],
		[80, 24],
		[60, 20],
		[40, 12],
		[30, 6],
	] as const) {
		test(`fits ${columns} columns and ${rows} rows`, async () => {
			const terminal = await show(busyRun(), {columns, rows}, /#142/u);
			expect((await terminal.screen()).filter(line => line !== '').length).toBeLessThanOrEqual(rows);
			expect(terminal.raw()).not.toMatch(/\u001B\[[23]J/u);
		});
	}

	test('is redrawn whole after a resize, larger or smaller', async () => {
		const terminal = await show(busyRun(), {}, 'why it failed');
		terminal.resize(60, 20);
		await terminal.waitFor(
			screen => screen.length === 20 && screen.join().includes('? help') && !screen.join().includes('┌'),
		);
		terminal.resize(140, 45);
		await terminal.waitFor(screen => screen.at(-2)?.endsWith('? help') === true && screen.join().includes('┌─ JOBS'));
		expect(terminal.raw()).not.toMatch(/\u001B\[[23]J/u);
	});

	test('needs no Unicode and no colour', async () => {
		const terminal = await show(busyRun(), {ascii: true, color: false}, 'why it failed');
		const own = (await terminal.screen()).join('\n').replaceAll('● refund ›', '');
		expect(own).toMatch(/^[\n\u0020-\u007E]*$/u);
		expect(terminal.raw()).not.toMatch(/\u001B\[(?!0m)[\d;]*m/u);
		expect(own).toContain('X test:unit r2  exit 1');
	});

	test('draws nothing while nothing happens', async () => {
		const run = new MemoryRun(aState([aJob('unit', 'Success')], {status: 'Success', endedAt: start + 5000}));
		run.log('unit').print('all fine');
		const terminal = await show(run, {}, 'all fine');
		run.set(run.getState());
		const before = terminal.raw().length;
		for (let turn = 0; turn < 50; turn += 1) {
			await terminal.screen();
		}

		expect(terminal.raw().length).toBe(before);
	});
});
