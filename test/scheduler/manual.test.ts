import {describe, expect, test} from 'vitest';
import {aJob, aRun, failed, inShort, passed, performed, play, standings, started} from './a-run.js';

const playIt = (job: string, at: number, variables?: Record<string, string>) =>
	({type: 'job-play-requested', job, at, ...(variables === undefined ? {} : {variables})}) as const;

describe('an optional manual job', () => {
	const run = aRun([
		aJob('compile', {stage: 'build'}),
		aJob('try', {when: 'manual', allowFailure: true}),
		aJob('ship', {stage: 'deploy'}),
	]);

	test('does not hold up later stages, and the run succeeds without it', () => {
		const {state, told} = play(run, started, passed('compile', 5), passed('ship', 9));
		expect(standings(state)).toEqual({compile: 'Success', try: 'Pending manual', ship: 'Success'});
		expect(state.run.status).toBe('Success');
		expect(inShort(told).slice(-6)).toEqual([
			'job-started ship #1',
			'job-finished ship Success',
			'stage-finished deploy Success',
			'job-finished try Pending',
			'stage-finished test Pending',
			'run-finished Success',
		]);
	});

	test('can be played while the run goes on, with variables', () => {
		const {effects} = play(run, started, passed('compile', 5), playIt('try', 6, {WHERE: 'there'}));
		expect(performed(effects).at(-1)).toEqual({type: 'start-job', job: 'try', attempt: 1, variables: {WHERE: 'there'}});
	});

	test('played after the run has settled opens it again', () => {
		const settled = play(run, started, passed('compile', 5), passed('ship', 9));
		const played = play(settled.state, playIt('try', 20));
		expect(played.state.run).toMatchObject({status: 'Running', startedAt: 0});
		expect(played.state.run.endedAt).toBeUndefined();
		expect(inShort(played.told)).toEqual(['job-reopened try #1', 'stage-started test', 'job-started try #1']);
		const again = play(played.state, failed('try', 25));
		expect(inShort(again.told)).toEqual([
			'job-finished try Failed',
			'stage-finished test Success',
			'run-finished Success',
		]);
		expect(again.state.run.endedAt).toBe(25);
	});

	test('is skipped when an earlier stage failed', () => {
		const {state} = play(run, started, failed('compile', 5));
		expect(standings(state)).toMatchObject({try: 'Canceled skipped: compile failed'});
	});
});

describe('a manual job that is not optional', () => {
	const run = aRun([
		aJob('approve', {when: 'manual', allowFailure: false}),
		aJob('lint'),
		aJob('ship', {stage: 'deploy'}),
		aJob('report', {stage: 'end', when: 'always'}),
	]);
	const settled = play(run, started, passed('lint', 5));

	test('holds up the later stages, which say so', () => {
		expect(standings(settled.state)).toEqual({
			approve: 'Pending manual',
			lint: 'Success',
			ship: 'Pending blocked by approve',
			report: 'Pending blocked by approve',
		});
	});

	test('lets the run settle, which says where it stopped', () => {
		expect(inShort(settled.told).slice(-7)).toEqual([
			'job-finished approve Pending',
			'job-finished ship Pending',
			'job-finished report Pending',
			'stage-finished test Pending',
			'stage-finished deploy Pending',
			'stage-finished end Pending',
			'run-finished Success',
		]);
		expect(settled.state.run).toMatchObject({status: 'Success', reason: {kind: 'blocked', by: 'approve'}});
	});

	test('played, lets the rest of the pipeline run', () => {
		const played = play(settled.state, playIt('approve', 9));
		expect(standings(played.state)).toMatchObject({approve: 'Running', ship: 'Pending stage test'});
		const {state, told} = play(played.state, passed('approve', 10), passed('ship', 11), passed('report', 12));
		expect(inShort(told).at(-1)).toBe('run-finished Success');
		expect(state.run.reason).toBeUndefined();
	});

	test('of two, the other one holds when the first has been played', () => {
		const two = aRun([
			aJob('one', {when: 'manual'}),
			aJob('other', {when: 'manual'}),
			aJob('slow'),
			aJob('ship', {stage: 'deploy'}),
		]);
		const {state} = play(two, started);
		expect(standings(state)).toMatchObject({ship: 'Pending blocked by one'});
		expect(standings(play(state, playIt('one', 1)).state)).toMatchObject({ship: 'Pending blocked by other'});
	});
});

test('what waits for a job that is blocked names the same manual job as that one', () => {
	const run = aRun([
		aJob('compile', {stage: 'build'}),
		aJob('first', {stage: 'build', when: 'manual', needs: ['compile']}),
		aJob('second', {stage: 'build', when: 'manual'}),
		aJob('unit'),
		aJob('report', {needs: ['unit']}),
	]);
	const before = play(run, started);
	expect(standings(before.state)).toMatchObject({
		unit: 'Pending blocked by second',
		report: 'Pending blocked by second',
	});
	const {state} = play(before.state, passed('compile', 1));
	expect(standings(state)).toMatchObject({unit: 'Pending blocked by first', report: 'Pending blocked by first'});
});

describe('a job that needs a manual one', () => {
	const run = aRun([
		aJob('compile', {stage: 'build'}),
		aJob('try', {when: 'manual', allowFailure: true}),
		aJob('after', {needs: ['try']}),
		aJob('later', {needs: ['after']}),
		aJob('ship', {stage: 'deploy'}),
		aJob('clean', {stage: 'deploy', needs: ['try'], when: 'always'}),
	]);
	const waiting = play(run, started, passed('compile', 5));

	test('waits for it instead of being skipped, without holding up later stages', () => {
		expect(standings(waiting.state)).toEqual({
			compile: 'Success',
			try: 'Pending manual',
			after: 'Pending blocked by try',
			later: 'Pending blocked by try',
			ship: 'Running',
			clean: 'Running',
		});
	});

	test('runs after it has been played', () => {
		const {state, told} = play(
			waiting.state,
			passed('ship', 6),
			passed('clean', 7),
			playIt('try', 8),
			passed('try', 9),
		);
		expect(standings(state)).toMatchObject({after: 'Running', later: 'Pending needs after'});
		expect(inShort(told)).toEqual(
			expect.arrayContaining(['job-finished after Pending', 'job-reopened after #1', 'job-started after #1']),
		);
	});

	test('is skipped when the manual job fails', () => {
		const {state} = play(
			aRun([aJob('try', {when: 'manual'}), aJob('after', {needs: ['try']})]),
			started,
			playIt('try', 8),
			failed('try', 9),
		);
		expect(standings(state)).toMatchObject({after: 'Canceled skipped: try failed'});
		expect(state.run.status).toBe('Failed');
	});

	test('cannot be played itself before', () => {
		expect(play(waiting.state, playIt('after', 9)).effects).toEqual([]);
	});
});

test('a manual job that was canceled before it ran is manual again after a retry of all that failed', () => {
	const {state} = play(
		aRun([aJob('a'), aJob('try', {when: 'manual', allowFailure: true})]),
		started,
		{type: 'run-cancel-requested', at: 1},
		{type: 'job-finished', job: 'a', attempt: 1, outcome: {kind: 'canceled'}, at: 2},
		{type: 'failed-retry-requested', at: 3},
	);
	expect(standings(state)).toEqual({a: 'Running', try: 'Pending manual'});
});
