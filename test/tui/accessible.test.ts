import {expect, test} from 'vitest';
import {aJob, aState, start} from './support/a-run.js';
import {MemoryRun} from './support/memory-run.js';
import {busyRun} from './support/scenes.js';
import {openTui} from './support/terminal.js';

const show = (run: MemoryRun) => openTui({run, env: {ACCESSIBLE: '1'}, now: () => start + 60_000, rows: 60});

test('for a screen reader everything is a sentence that stays: no other screen, no glyph, no colour', async () => {
	const run = new MemoryRun(aState([aJob('unit', 'Running')]));
	const terminal = show(run);
	await terminal.waitFor('Run 142 of api-service. Keys: s status');
	run.emit({type: 'job-started', at: '', job: 'unit', stage: 'test', attempt: 2});
	run.emit({type: 'stage-finished', at: '', stage: 'test', status: 'Success'});
	await terminal.waitFor(/unit started, attempt 2\.\s+Stage test ended: Success\./u);
	expect(terminal.raw()).not.toContain('\u001B');
	expect(terminal.raw()).toMatch(/^[\n\u0020-\u007E]*$/u);
	terminal.press('q');
	expect(await terminal.result).toEqual({run, reason: 'quit'});
});

test('keys tell how the run is, what failed and where, and the end of the log', async () => {
	const terminal = show(busyRun());
	terminal.press('s');
	await terminal.waitFor(/Run 142: running, 7 of 12 jobs have ended\.\s+test:unit: failed, exit 1\./u);
	terminal.press('f');
	await terminal.waitFor(
		/test:unit failed with exit code 1 in: npm test -- --ci\.[\s\S]*At src\/pay\/refund\.test\.ts:88:24\./u,
	);
	terminal.press('l');
	await terminal.waitFor(/The log of test:unit:[\s\S]*Tests: 2 failed/u);
	terminal.press('q');
	await terminal.result;
});

test('what changes the run asks first', async () => {
	const run = busyRun();
	const terminal = show(run);
	terminal.press('rn');
	await terminal.waitFor('Run test:unit again? Press y for yes');
	terminal.press('ry');
	terminal.press('py');
	await terminal.waitFor('Play deploy:staging?');
	terminal.press('xy');
	expect(await terminal.result).toEqual({run, reason: 'quit-canceled'});
	expect(run.sent).toEqual([{type: 'retry-failed'}, {type: 'play-job', job: 'deploy:staging'}, {type: 'cancel-run'}]);
});
