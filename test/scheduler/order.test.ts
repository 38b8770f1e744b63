import {describe, expect, test} from 'vitest';
import {aJob, aRun, failed, inShort, passed, performed, play, standings, started} from './a-run.js';

describe('when a job starts', () => {
	test('a job without needs waits for every job of every earlier stage', () => {
		const run = aRun([
			aJob('compile', {stage: 'build'}),
			aJob('bundle', {stage: 'build'}),
			aJob('unit', {stage: 'test'}),
			aJob('ship', {stage: 'deploy'}),
		]);
		const halfway = play(run, started, passed('compile', 5));
		expect(standings(halfway.state)).toEqual({
			compile: 'Success',
			bundle: 'Running',
			unit: 'Pending stage build',
			ship: 'Pending stage test',
		});
		const {state} = play(halfway.state, passed('bundle', 9));
		expect(standings(state)).toMatchObject({unit: 'Running', ship: 'Pending stage test'});
	});

	test('a job with needs starts the moment these have passed, whatever else runs', () => {
		const run = aRun([
			aJob('compile', {stage: 'build'}),
			aJob('slow', {stage: 'build'}),
			aJob('unit', {stage: 'test', needs: ['compile']}),
		]);
		const {state} = play(run, started, passed('compile', 5));
		expect(standings(state)).toEqual({compile: 'Success', slow: 'Running', unit: 'Running'});
	});

	test('a job that needs nothing starts at once', () => {
		const run = aRun([aJob('compile', {stage: 'build'}), aJob('lint', {stage: 'test', needs: []})]);
		expect(standings(play(run, started).state)).toEqual({compile: 'Running', lint: 'Running'});
	});

	test('a waiting job says which of its needs have not finished', () => {
		const run = aRun([aJob('a'), aJob('b'), aJob('c'), aJob('last', {needs: ['a', 'b', 'c']})]);
		expect(standings(run)).toMatchObject({last: 'Pending needs a,b,c'});
		expect(standings(play(run, started, passed('b', 1)).state)).toMatchObject({last: 'Pending needs a,c'});
	});

	test('a job of a later stage names the last stage it waits for that has not finished', () => {
		const run = aRun([aJob('a', {stage: 'one'}), aJob('b', {stage: 'two', needs: []}), aJob('c', {stage: 'three'})]);
		expect(standings(play(run, started).state)).toMatchObject({c: 'Pending stage two'});
		expect(standings(play(run, started, passed('b', 1)).state)).toMatchObject({c: 'Pending stage one'});
	});

	test('no more jobs run than there are slots, and those that wait for one start in the order of the plan', () => {
		const run = aRun([aJob('a'), aJob('b'), aJob('c'), aJob('d')], {concurrency: 2});
		const first = play(run, started);
		expect(standings(first.state)).toEqual({a: 'Running', b: 'Running', c: 'Pending slot', d: 'Pending slot'});
		expect(standings(play(first.state, passed('b', 1)).state)).toMatchObject({c: 'Running', d: 'Pending slot'});
	});

	test('of jobs that become ready at different times the first in the plan starts first', () => {
		const run = aRun([aJob('a'), aJob('early', {needs: ['b']}), aJob('b'), aJob('late', {needs: []})], {
			concurrency: 2,
		});
		const {state} = play(run, started, passed('b', 1));
		expect(standings(state)).toEqual({a: 'Running', early: 'Running', b: 'Success', late: 'Pending slot'});
	});

	test('the ending of a job is told before the start it made possible', () => {
		const run = aRun([aJob('compile', {stage: 'build'}), aJob('unit')]);
		const {told} = play(run, started, passed('compile', 5), passed('unit', 9));
		expect(inShort(told)).toEqual([
			'run-started',
			'stage-started build',
			'job-started compile #1',
			'job-finished compile Success',
			'stage-finished build Success',
			'stage-started test',
			'job-started unit #1',
			'job-finished unit Success',
			'stage-finished test Success',
			'run-finished Success',
		]);
	});

	test('a run of no jobs succeeds at once', () => {
		expect(inShort(play(aRun([]), started).told)).toEqual(['run-started', 'run-finished Success']);
	});

	test('the run that ended can be read: status, times, attempts', () => {
		const {state} = play(aRun([aJob('unit')]), started, passed('unit', 9));
		expect(state.run).toMatchObject({status: 'Success', startedAt: 0, endedAt: 9});
		expect(state.run.stages).toEqual([{name: 'test', status: 'Success', startedAt: 0, endedAt: 9}]);
		expect(state.run.jobs.get('unit')).toEqual({
			name: 'unit',
			stage: 'test',
			status: 'Success',
			allowed: false,
			attempts: [{number: 1, status: 'Success', startedAt: 0, endedAt: 9, exitCode: 0}],
		});
	});

	test('a finish is told with all that scripts rely on', () => {
		const {told} = play(aRun([aJob('unit')]), started, failed('unit', 1500, 1, 7));
		expect(told.find(event => event.type === 'job-finished')).toEqual({
			type: 'job-finished',
			at: '1970-01-01T00:00:01.500Z',
			job: 'unit',
			stage: 'test',
			attempt: 1,
			status: 'Failed',
			reason: 'exit 7',
			reason_kind: 'script',
			exit_code: 7,
			allow_failure: false,
			duration_ms: 1500,
			will_retry: false,
		});
	});
});

describe('a run that is held', () => {
	test('starts nothing new and says so, and goes on in the order of the plan', () => {
		const run = aRun([aJob('a'), aJob('b', {needs: ['a']}), aJob('c', {needs: ['a']})]);
		const held = play(run, started, {type: 'hold-changed', held: true, at: 1}, passed('a', 2));
		expect(standings(held.state)).toEqual({a: 'Success', b: 'Pending held', c: 'Pending held'});
		expect(held.state.run.status).toBe('Running');
		const {state, effects} = play(held.state, {type: 'hold-changed', held: false, at: 3});
		expect(standings(state)).toMatchObject({b: 'Running', c: 'Running'});
		expect(performed(effects)).toEqual([
			{type: 'start-job', job: 'b', attempt: 1},
			{type: 'start-job', job: 'c', attempt: 1},
		]);
	});
});

describe('events that do not fit', () => {
	const run = play(
		aRun([aJob('a', {retry: {max: 1, when: ['always'], exitCodes: []}}), aJob('b', {needs: ['a']})]),
		started,
	);
	const again = play(run.state, failed('a', 1));

	test.each([
		['a second start', run.state, started],
		['the end of a job that does not exist', run.state, passed('nobody', 1)],
		['the end of a job that has not started', run.state, passed('b', 1)],
		['the end of an attempt to come', run.state, passed('a', 1, 2)],
		['the end of an old attempt', again.state, passed('a', 2, 1)],
		[
			'the phase of an old attempt',
			again.state,
			{type: 'job-phase-changed', job: 'a', attempt: 1, phase: 'running', at: 2},
		],
		[
			'a timer of an old attempt',
			again.state,
			{type: 'timer-fired', timer: {kind: 'timeout', job: 'a', attempt: 1}, at: 2},
		],
		['a retry of a job that runs', run.state, {type: 'job-retry-requested', job: 'a', at: 1}],
		['a retry of a job that waits', run.state, {type: 'job-retry-requested', job: 'b', at: 1}],
		['playing a job that is not manual', run.state, {type: 'job-play-requested', job: 'b', at: 1}],
		['a hold that is none', run.state, {type: 'hold-changed', held: false, at: 1}],
	] as const)('%s changes nothing', (_, state, event) => {
		const next = play(state, event);
		expect(next.state).toBe(state);
		expect(next.effects).toEqual([]);
	});

	test('a finish that arrives twice changes nothing', () => {
		const ended = play(aRun([aJob('a'), aJob('b')]), started, passed('a', 1));
		const twice = play(ended.state, failed('a', 2));
		expect(twice.state).toBe(ended.state);
		expect(twice.effects).toEqual([]);
	});
});
