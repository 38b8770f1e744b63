import {afterEach, describe, expect, test} from 'vitest';
import type {RunHandle} from '../../source/engine/run-handle.js';
import type {Outcome} from '../../source/model/outcome.js';
import type {PlannedJob} from '../../source/model/plan.js';
import {aLiveRun} from '../engine/a-live-run.js';
import {aJob} from '../scheduler/a-run.js';
import {aChildRun, aTrigger, starting} from './support/a-child-run.js';
import {openTui, type TestTerminal} from './support/terminal.js';

const left: TestTerminal[] = [];
const steered = {until: 'steered'} as const;
const exit = (exitCode: number): Outcome => ({kind: 'failed', exitCode});

async function show(
	jobs: readonly PlannedJob[],
	children: readonly RunHandle[],
	more: Parameters<typeof openTui>[0] = {},
) {
	const live = await aLiveRun(jobs, {}, {children: starting(children)});
	const terminal = openTui({run: live.handle, columns: 140, ...more});
	left.push(terminal);
	await terminal.waitFor('JOBS');
	return {...live, terminal};
}

const selected = (screen: readonly string[]) => screen.find(line => line.includes('❯')) ?? '';

afterEach(async () => {
	for (const terminal of left.splice(0)) {
		terminal.press('\u0003');
		terminal.press('c');
		await terminal.result;
	}
});

describe('a child pipeline', () => {
	test('is a tree below its trigger job: open while it runs, its job followed, folded when it has passed', async () => {
		const child = await aChildRun(8, [aJob('make', {stage: 'build'}), aJob('look', {stage: 'check'})], {
			make: {...steered, output: ['making\n']},
			look: steered,
		});
		const {terminal} = await show([aTrigger('sub')], [child.handle]);
		const make = await child.executor.attempt('make');
		const screen = await terminal.waitFor(
			/▾ \S sub {2}#8[\s\S]*▾ \S build[\s\S]*\S make[\s\S]*▾ \S check[\s\S]*◌ look/u,
		);
		expect(selected(await terminal.waitFor('making'))).toMatch(/❯ {8}\S make/u);
		expect(screen[0]).toMatch(/0\/3/u);
		make.finish();
		(await child.executor.attempt('look')).finish();
		const after = await terminal.waitFor(/✔ PASSED[\s\S]*▸ ✔ sub {2}#8 2\/2/u);
		expect(after.join('\n')).not.toMatch(/build/u);
		expect(after[0]).toMatch(/3\/3/u);
		expect(selected(after)).toContain('sub');
	});

	test('stays open when it passes while the user is in it', async () => {
		const child = await aChildRun(8, [aJob('make'), aJob('look')], {make: steered});
		const {terminal} = await show([aTrigger('sub')], [child.handle]);
		const make = await child.executor.attempt('make');
		await terminal.waitFor(/✔ look/u);
		terminal.press('G');
		make.finish();
		expect(selected(await terminal.waitFor('✔ PASSED'))).toContain('look');
	});

	test('has a failing job: it is shown without a key, with its log, its card and its file, and retried by a key', async () => {
		const child = await aChildRun(8, [aJob('unit', {stage: 'one'}), aJob('ship', {stage: 'two'})], {
			unit: [{output: ['FAIL refund\n'], outcome: exit(3)}, {output: ['fine\n']}],
		});
		const {terminal} = await show([aTrigger('sub'), aJob('after')], [child.handle]);
		const screen = await terminal.waitFor(/✘ FAILED[\s\S]*▾ ✘ sub/u);
		expect(selected(screen)).toMatch(/❯ {8}✘ unit {2}exit 3/u);
		const text = (await terminal.waitFor('why it failed')).join('\n');
		expect(text).toContain('FAIL refund');
		expect(text).toMatch(/retry, then ship/u);
		expect(text).toMatch(/log \S*unit\.1\.log/u);
		terminal.press('r');
		await terminal.waitFor(/retry sub \/ unit\?[\s\S]*sub \/ ship/u);
		terminal.press('y');
		await terminal.waitFor(/✔ unit ↻2[\s\S]*✔ ship/u);
		expect(child.executor.started).toEqual(['unit #1', 'unit #2', 'ship #1']);
	});

	test('has its own jobs canceled, marked and played by keys, also where one of the run has the same name', async () => {
		const child = await aChildRun(8, [aJob('same'), aJob('deploy', {when: 'manual', allowFailure: true})], {
			same: steered,
		});
		const {terminal, executor} = await show(
			[aJob('same', {when: 'manual', allowFailure: true}), aTrigger('sub')],
			[child.handle],
		);
		const same = await child.executor.attempt('same');
		await terminal.waitFor('sub  #8');
		expect(selected(await terminal.screen())).toMatch(/❯ {8}\S same/u);
		terminal.press('x');
		await terminal.waitFor('canceling sub / same (x again kills)');
		expect(same.signals.stop.aborted).toBe(true);
		await terminal.waitFor(/■ same {2}canceled by the user/u);
		terminal.press('Gp');
		await terminal.waitFor('play deploy?');
		terminal.press('\r');
		await terminal.waitFor('✔ deploy');
		terminal.press(' ');
		await terminal.waitFor('1 marked');
		expect(executor.started).toEqual([]);
		expect(child.executor.started).toEqual(['same #1', 'deploy #1']);
	});

	test('is folded and opened by keys, one tree at a time and all together', async () => {
		const child = await aChildRun(8, [aJob('make', {stage: 'build'})], {make: steered});
		const {terminal} = await show([aTrigger('sub'), aJob('last')], [child.handle]);
		await child.executor.attempt('make');
		await terminal.waitFor(screen => selected(screen).includes('make'));
		terminal.press('hh');
		expect(selected(await terminal.waitFor(/▸ \S build {2}0\/1/u))).toContain('build');
		terminal.press('hh');
		expect(selected(await terminal.waitFor(/▸ \S sub {2}#8 0\/1/u))).toContain('sub');
		terminal.press('ll');
		await terminal.waitFor(/▾ \S sub[\s\S]*▸ \S build/u);
		terminal.press('\t=');
		await terminal.waitFor(/▾ \S build[\s\S]*\S make/u);
		terminal.press('-');
		await terminal.waitFor(/▸ \S test {2}1\/2/u);
	});

	test('is found by the filter, and its failures by e', async () => {
		const child = await aChildRun(8, [aJob('needle'), aJob('other')]);
		const failing = await aChildRun(9, [aJob('broken'), aJob('fine')], {broken: {outcome: exit(1)}});
		const {terminal} = await show(
			[aTrigger('sub'), aTrigger('two', {stage: 'zwei'}, false), aJob('own')],
			[child.handle, failing.handle],
		);
		await terminal.waitFor(/▸ ✔ sub[\s\S]*▾ ✔ two {2}#9 ✘[\s\S]*✘ broken/u);
		terminal.press('/needle\r');
		const found = (await terminal.waitFor(screen => !screen.join().includes('own'))).join('\n');
		expect(found).toMatch(/▾ ✔ sub[\s\S]*✔ needle/u);
		expect(found).not.toMatch(/✔ other|✔ two/u);
		terminal.press('\u001B');
		await terminal.waitFor('own');
		terminal.press('ge');
		await terminal.waitFor(screen => selected(screen).includes('broken'));
		terminal.press('R');
		await terminal.waitFor(/retry all failed jobs\?[\s\S]*two \/ broken/u);
		terminal.press('y');
		await terminal.waitFor(/broken ↻2/u);
	});

	test('may have a child of its own, which is a tree inside the tree', async () => {
		const inner = await aChildRun(9, [aJob('deep')], {deep: {output: ['from below\n'], outcome: exit(4)}});
		const child = await aChildRun(8, [aTrigger('middle')], {}, [inner.handle]);
		const {terminal} = await show([aTrigger('outer')], [child.handle], {rows: 50});
		const screen = await terminal.waitFor(/✘ FAILED[\s\S]*✘ outer[\s\S]*✘ middle[\s\S]*✘ deep {2}exit 4/u);
		expect(selected(screen)).toMatch(/❯ {12}✘ deep/u);
		await terminal.waitFor('from below');
		terminal.press('gjh');
		await terminal.waitFor(/▸ ✘ outer {2}#8 1\/1/u);
	});

	test('is started anew with its trigger job, and the newest is shown', async () => {
		const first = await aChildRun(8, [aJob('unit')], {unit: {outcome: exit(1)}});
		const second = await aChildRun(9, [aJob('unit')], {unit: steered});
		const {terminal} = await show([aTrigger('sub')], [first.handle, second.handle]);
		await terminal.waitFor(/✘ FAILED[\s\S]*sub {2}#8/u);
		terminal.press('R');
		await terminal.waitFor('retry all failed jobs?');
		expect((await terminal.screen()).join('\n')).not.toContain('sub / unit');
		terminal.press('y');
		const unit = await second.executor.attempt('unit');
		await terminal.waitFor(screen => selected(screen).includes('unit'));
		unit.finish();
		await terminal.waitFor(/✔ PASSED[\s\S]*✔ sub ↻2 {2}#9 1\/1/u);
	});
});

test('a child pipeline is told in sentences to a screen reader', async () => {
	const child = await aChildRun(8, [aJob('unit')], {unit: {output: ['FAIL refund\n'], outcome: exit(3)}});
	const live = await aLiveRun([aTrigger('sub')], {}, {children: starting([child.handle])});
	const terminal = openTui({run: live.handle, env: {ACCESSIBLE: '1'}, rows: 60});
	await terminal.waitFor(/In sub: unit failed after 0\.0s: exit 3\.[\s\S]*sub failed/u);
	terminal.press('s');
	await terminal.waitFor('sub / unit: failed, exit 3.');
	terminal.press('f');
	await terminal.waitFor(/sub \/ unit failed[\s\S]*FAIL refund/u);
	terminal.press('q');
	await terminal.result;
});
