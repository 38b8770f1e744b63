import {afterEach, expect, test} from 'vitest';
import type {PlannedJob} from '../../source/model/plan.js';
import {aLiveRun} from '../engine/a-live-run.js';
import {aJob} from '../scheduler/a-run.js';
import {openTui, type TestTerminal} from './support/terminal.js';

const left: TestTerminal[] = [];
const steered = {until: 'steered'} as const;

/** The UI on a run of the real engine, whose jobs the test steers. */
async function show(jobs: readonly PlannedJob[], behaviours: Parameters<typeof aLiveRun>[1]) {
	const live = await aLiveRun(jobs, behaviours);
	const terminal = openTui({run: live.handle, columns: 140});
	left.push(terminal);
	await terminal.waitFor('JOBS');
	return {...live, terminal};
}

const selected = (screen: readonly string[]) => screen.find(line => line.includes('❯')) ?? '';

afterEach(async () => {
	for (const terminal of left.splice(0)) {
		terminal.press('\u0003');
		terminal.press('w');
		await terminal.result;
	}
});

test('a run is watched from its first job to its end', async () => {
	const {executor, terminal} = await show([aJob('compile', {stage: 'build'}), aJob('unit')], {
		compile: {...steered, output: ['compiling\n']},
	});
	const compile = await executor.attempt('compile');
	await terminal.waitFor(/compiling/u);
	expect((await terminal.screen()).join('\n')).toMatch(/◌ unit {2}waits for stage build/u);
	await compile.sink.write(Buffer.from('\u001B[32mdone\u001B[0m\n'));
	await terminal.waitFor('done');
	compile.finish();
	await terminal.waitFor(/✔ PASSED[\s\S]*✔ compile[\s\S]*✔ unit/u);
	terminal.press('q');
	expect(await terminal.result).toMatchObject({reason: 'quit'});
});

test('a failed job is shown, retried by a key, and what was skipped because of it runs', async () => {
	const {executor, terminal} = await show([aJob('unit', {stage: 'build'}), aJob('ship')], {
		unit: [{output: ['FAIL refund\n'], outcome: {kind: 'failed', exitCode: 1}}, {output: ['all passed\n']}],
		ship: steered,
	});
	await terminal.waitFor(/✘ FAILED[\s\S]*⊘ ship {2}skipped: unit failed/u);
	await terminal.waitFor('FAIL refund');
	expect(selected(await terminal.screen())).toContain('unit');
	terminal.press('r');
	await terminal.waitFor(/retry unit\?[\s\S]*ship/u);
	terminal.press('y');
	const ship = await executor.attempt('ship');
	await terminal.waitFor(/✔ unit ↻2/u);
	ship.finish();
	await terminal.waitFor('PASSED');
	expect(executor.started).toEqual(['unit #1', 'unit #2', 'ship #1']);
});

test('a running job is canceled by a key, and one that takes no notice is killed by the second', async () => {
	const {executor, terminal} = await show([aJob('stubborn')], {stubborn: {...steered, ignoresStop: true}});
	const job = await executor.attempt('stubborn');
	terminal.press('x');
	await terminal.waitFor('canceling (x again kills)');
	expect(job.signals.kill.aborted).toBe(false);
	terminal.press('x');
	await terminal.waitFor(/■ stubborn {2}canceled by the user/u);
	expect(job.signals.kill.aborted).toBe(true);
});

test('a manual job is played after the run has ended', async () => {
	const {executor, terminal} = await show([aJob('unit'), aJob('deploy', {when: 'manual', allowFailure: true})], {});
	await terminal.waitFor(/✔ PASSED[\s\S]*▷ deploy {2}manual/u);
	terminal.press('Gp\r');
	await terminal.waitFor(/✔ deploy/u);
	expect(executor.started).toEqual(['unit #1', 'deploy #1']);
});

test('a canceled run is left when the last of its jobs has ended', async () => {
	const {executor, handle, terminal} = await show([aJob('unit')], {unit: steered});
	await executor.attempt('unit');
	terminal.press('q');
	await terminal.waitFor('is still on');
	terminal.press('c');
	expect(await terminal.result).toMatchObject({reason: 'quit-canceled'});
	expect(handle.getState().status).toBe('Canceled');
});
