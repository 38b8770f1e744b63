import {expect, test} from 'vitest';
import {compareRuns} from '../../../source/tui/history/compare.js';
import {criticalPath, estimate, savedBySlot} from '../../../source/tui/history/estimate.js';
import {jobHistory} from '../../../source/tui/history/job-history.js';
import {lastEnd, simulate} from '../../../source/tui/history/simulate.js';
import {aPastRun} from '../support/a-past-run.js';
import {aJob, aPlannedJob, aState, start} from '../support/a-run.js';
import {MemoryRun} from '../support/memory-run.js';

const timed = (name: string, ms: number, needs: readonly string[] = []) => ({name, ms, needs, running: false});

test('a run in the mind keeps needs and slots', () => {
	const jobs = [timed('a', 10), timed('b', 20), timed('c', 5, ['a']), timed('d', 1, ['c', 'b'])];
	expect(Object.fromEntries(simulate(jobs, 2))).toEqual({
		a: {from: 0, to: 10},
		b: {from: 0, to: 20},
		c: {from: 10, to: 15},
		d: {from: 20, to: 21},
	});
	expect(lastEnd(simulate(jobs, 1))).toBe(36);
});

test('a delayed job waits for its time once it could start, and takes no slot meanwhile', () => {
	const jobs = [
		timed('a', 10),
		{...timed('b', 5, ['a']), delay: 60},
		timed('c', 30, ['a']),
		{...timed('d', 1), delay: 7},
	];
	expect(Object.fromEntries(simulate(jobs, 1))).toEqual({
		a: {from: 0, to: 10},
		c: {from: 10, to: 40},
		d: {from: 40, to: 41},
		b: {from: 70, to: 75},
	});
});

test('the end of a run is after the time that a delayed job waits for', () => {
	const state = aState([aJob('later', 'Pending', {reason: {kind: 'delayed', until: start + 90_000}})]);
	const {plan} = new MemoryRun(state);
	const at = start + 30_000;
	expect(estimate({state, plan, usual: () => 1000, slots: 2, now: at})?.endsAt).toBe(start + 91_000);
});

test('jobs that wait for each other in a circle never start, and the mind does not either', () => {
	expect(simulate([timed('a', 1, ['b']), timed('b', 1, ['a'])], 2).size).toBe(0);
});

test('the end of a run is told from how long its jobs usually take', () => {
	const state = aState([
		aJob('unit', 'Running'),
		aJob('ship', 'Pending', {stage: 'deploy'}),
		aJob('later', 'Pending', {stage: 'deploy', reason: {kind: 'manual'}}),
	]);
	const run = new MemoryRun(state);
	const plan = {
		...run.plan,
		stages: [
			{name: 'test', order: 0},
			{name: 'deploy', order: 1},
		],
	};
	const usual = (job: string) => (job === 'unit' ? 60_000 : undefined);
	const at = start + 45_000;
	expect(estimate({state, plan, usual, slots: 2, now: at})).toMatchObject({endsAt: at + 15_000 + 60_000});
	expect(estimate({state, plan, usual: () => undefined, slots: 2, now: at})).toBeUndefined();
});

test('the critical path is what each job waited for last, and a slot more saves what it saves', () => {
	const jobs = ['a', 'b', 'c'].map(name => aPlannedJob(name, {needs: name === 'c' ? [need('a'), need('b')] : []}));
	const plan = {...new MemoryRun(aState([])).plan, jobs};
	const ends: Readonly<Record<string, number>> = {a: 10, b: 20, c: 25};
	expect(criticalPath(plan, name => ends[name])).toEqual(['b', 'c']);
	expect(savedBySlot(plan, () => 10, 1)).toBe(10);
	expect(savedBySlot(plan, () => 10, 2)).toBe(0);
});

test('a job is known by its last attempt in each run', () => {
	const past = [
		aPastRun(141, [['unit', 'Failed', 10]]),
		aPastRun(140, [
			['unit', 'Failed', 30],
			['unit', 'Success', 20],
		]),
		aPastRun(139, [['unit', 'Success', 40]]),
	];
	const history = jobHistory(past, 'unit');
	expect(history.results.map(({result}) => result)).toEqual(['failed', 'retried', 'passed']);
	expect(history).toMatchObject({p50: 40_000, p90: 40_000, failed: 1});
	expect(jobHistory(past, 'new')).toEqual({results: [], p50: undefined, p90: undefined, failed: 0});
});

test('two runs are compared: what broke first, what takes longer, what is new', () => {
	const before = aPastRun(140, [
		['lint', 'Success', 10],
		['unit', 'Success', 20],
		['old', 'Failed', 5],
	]);
	const after = aPastRun(141, [
		['lint', 'Success', 15],
		['unit', 'Failed', 20],
		['old', 'Success', 5],
		['new', 'Success', 1],
	]);
	expect(compareRuns(before, after).map(({job, change, slower}) => [job, change, slower])).toEqual([
		['unit', 'broken', 0],
		['old', 'mended', 0],
		['lint', undefined, 5000],
		['new', undefined, undefined],
	]);
});

function need(job: string) {
	return {job, artifacts: true};
}
