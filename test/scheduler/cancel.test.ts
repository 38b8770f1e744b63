import {describe, expect, test} from 'vitest';
import {CiError} from '../../source/errors.js';
import {aJob, aRun, failed, inShort, passed, performed, play, standings, started, stopped} from './a-run.js';

const cancel = (job: string, at: number) => ({type: 'job-cancel-requested', job, at}) as const;

describe('canceling a job', () => {
	test('stops it, shows that it is being stopped, and skips what needs it', () => {
		const canceling = play(aRun([aJob('unit'), aJob('ship', {needs: ['unit']})]), started, cancel('unit', 3));
		expect(performed(canceling.effects).at(-1)).toEqual({type: 'stop-job', job: 'unit', attempt: 1});
		expect(canceling.state.run.jobs.get('unit')).toMatchObject({status: 'Running', phase: 'canceling'});
		const {state} = play(canceling.state, stopped('unit', 5));
		expect(standings(state)).toEqual({unit: 'Canceled user', ship: 'Canceled skipped: unit canceled'});
		expect(state.run).toMatchObject({status: 'Canceled', reason: {kind: 'user'}});
	});

	test('asked again it is killed', () => {
		const {effects} = play(aRun([aJob('unit')]), started, cancel('unit', 3), cancel('unit', 4));
		expect(performed(effects).filter(effect => effect.type === 'stop-job')).toHaveLength(2);
	});

	test('that has not started ends it at once', () => {
		const {state, effects} = play(aRun([aJob('a'), aJob('b', {needs: ['a']})]), started, cancel('b', 3));
		expect(standings(state)).toEqual({a: 'Running', b: 'Canceled user'});
		expect(performed(effects)).toHaveLength(1);
	});

	test('that waits for a slot takes it out of the queue', () => {
		const run = aRun([aJob('a'), aJob('b'), aJob('c')], {concurrency: 1});
		const {state} = play(run, started, cancel('b', 1), passed('a', 2));
		expect(standings(state)).toEqual({a: 'Success', b: 'Canceled user', c: 'Running'});
	});

	test('that is manual ends it, and the run is told again', () => {
		const run = aRun([aJob('approve', {when: 'manual'}), aJob('ship', {stage: 'deploy'})]);
		const settled = play(run, started);
		const {state, told} = play(settled.state, cancel('approve', 3));
		expect(standings(state)).toEqual({approve: 'Canceled user', ship: 'Canceled skipped: approve canceled'});
		expect(inShort(told).at(-1)).toBe('run-finished Canceled');
	});

	test('a job that ends by itself meanwhile keeps its own ending', () => {
		const {state} = play(aRun([aJob('unit')]), started, cancel('unit', 3), passed('unit', 4));
		expect(standings(state)).toEqual({unit: 'Success'});
		expect(state.run.status).toBe('Success');
	});

	test('retried and passed, the run succeeds', () => {
		const {state} = play(
			aRun([aJob('unit')]),
			started,
			cancel('unit', 3),
			stopped('unit', 4),
			{type: 'job-retry-requested', job: 'unit', at: 5},
			passed('unit', 6, 2),
		);
		expect(state.run).toMatchObject({status: 'Success'});
		expect(state.run.reason).toBeUndefined();
	});
});

describe('canceling the run', () => {
	const run = aRun([aJob('a'), aJob('b'), aJob('try', {when: 'manual'}), aJob('z', {stage: 'end', when: 'always'})], {
		concurrency: 1,
	});
	const canceling = play(run, started, {type: 'run-cancel-requested', at: 3});

	test('stops what runs and ends all that has not started, always included', () => {
		expect(standings(canceling.state)).toEqual({
			a: 'Running',
			b: 'Canceled user',
			try: 'Canceled user',
			z: 'Canceled user',
		});
		expect(performed(canceling.effects).at(-1)).toEqual({type: 'stop-job', job: 'a', attempt: 1});
		expect(canceling.state.run.status).toBe('Running');
	});

	test('ends with the last job', () => {
		const {state, told} = play(canceling.state, stopped('a', 5));
		expect(state.run).toMatchObject({status: 'Canceled', reason: {kind: 'user'}, endedAt: 5});
		expect(inShort(told)).toEqual(['job-finished a Canceled', 'stage-finished test Canceled', 'run-finished Canceled']);
	});

	test('asked again kills', () => {
		const {effects} = play(canceling.state, {type: 'run-cancel-requested', at: 4});
		expect(effects).toEqual([{type: 'stop-job', job: 'a', attempt: 1}]);
	});

	test('does not kill a job that was already being stopped for itself', () => {
		const {effects} = play(aRun([aJob('a'), aJob('b')]), started, cancel('a', 1), {
			type: 'run-cancel-requested',
			at: 2,
		});
		expect(performed(effects).filter(effect => effect.type === 'stop-job')).toEqual([
			{type: 'stop-job', job: 'a', attempt: 1},
			{type: 'stop-job', job: 'b', attempt: 1},
		]);
	});

	test('by a signal says which', () => {
		const {state} = play(
			aRun([aJob('a'), aJob('b', {needs: ['a']})]),
			started,
			{type: 'run-cancel-requested', signal: 'SIGTERM', at: 3},
			stopped('a', 5),
		);
		expect(standings(state)).toEqual({a: 'Canceled signal', b: 'Canceled signal'});
		expect(state.run.reason).toEqual({kind: 'signal', signal: 'SIGTERM'});
	});

	test('starts nothing, not even on_failure, when a job fails while it is being stopped', () => {
		const two = aRun([
			aJob('a', {retry: {max: 2, when: ['always'], exitCodes: []}}),
			aJob('r', {stage: 'end', when: 'on_failure'}),
		]);
		const {state} = play(two, started, {type: 'run-cancel-requested', at: 3}, failed('a', 4));
		expect(standings(state)).toEqual({a: 'Failed script', r: 'Canceled user'});
		expect(state.run).toMatchObject({status: 'Failed', reason: {kind: 'user'}});
	});

	test('that has settled changes nothing', () => {
		const settled = play(aRun([aJob('a')]), started, passed('a', 1));
		expect(play(settled.state, {type: 'run-cancel-requested', at: 3}).state).toBe(settled.state);
	});

	test('because the runner cannot go on fails it, and says why', () => {
		const error = new CiError('DISK_FULL', 'the disk is full');
		const going = play(aRun([aJob('a'), aJob('b', {stage: 'end'})]), started);
		const {state} = play(going.state, {type: 'run-cancel-requested', error, at: 3}, stopped('a', 4));
		expect(standings(state)).toEqual({a: 'Canceled runner', b: 'Canceled runner'});
		expect(state.run).toMatchObject({status: 'Failed', reason: {kind: 'runner', code: 'DISK_FULL'}});
		const settled = play(aRun([aJob('a')]), started, passed('a', 1));
		const told = inShort(play(settled.state, {type: 'run-cancel-requested', error, at: 3}).told);
		expect(told).toEqual(['run-finished Failed']);
	});

	test('can be gone on with by a retry', () => {
		const {state} = play(canceling.state, stopped('a', 5), {type: 'failed-retry-requested', at: 6});
		expect(standings(state)).toEqual({
			a: 'Running',
			b: 'Pending slot',
			try: 'Pending manual',
			z: 'Pending blocked by try',
		});
	});
});

describe('timeout', () => {
	const run = aRun([aJob('unit', {timeoutMs: 1000})]);
	const timer = {kind: 'timeout', job: 'unit', attempt: 1} as const;
	const fired = {type: 'timer-fired', timer, at: 1000} as const;

	test('counts from the start of the attempt and stops counting at its end', () => {
		expect(performed(play(run, started, passed('unit', 5)).effects)).toEqual([
			{type: 'start-job', job: 'unit', attempt: 1},
			{type: 'start-timer', timer, afterMs: 1000},
			{type: 'stop-timer', timer},
		]);
	});

	test('stops the job, which has failed then', () => {
		const {state, effects} = play(run, started, fired, stopped('unit', 1100));
		expect(performed(effects).at(-1)).toEqual({type: 'stop-job', job: 'unit', attempt: 1, timedOut: true});
		expect(state.run.jobs.get('unit')).toMatchObject({status: 'Failed', reason: {kind: 'timeout', ms: 1000}});
		expect(state.run.status).toBe('Failed');
	});

	test('of a job that the user has canceled changes nothing', () => {
		const canceling = play(run, started, cancel('unit', 999));
		expect(play(canceling.state, fired).state).toBe(canceling.state);
	});

	test('is retried when its retry says so, with a new timer', () => {
		const again = aRun([
			aJob('unit', {timeoutMs: 1000, retry: {max: 1, when: ['job_execution_timeout'], exitCodes: []}}),
		]);
		const {effects} = play(again, started, fired, stopped('unit', 1100));
		expect(performed(effects).slice(-2)).toEqual([
			{type: 'start-job', job: 'unit', attempt: 2},
			{type: 'start-timer', timer: {kind: 'timeout', job: 'unit', attempt: 2}, afterMs: 1000},
		]);
	});
});

test('a job that was stopped though nobody asked for it is an error of the runner', () => {
	const {state} = play(aRun([aJob('unit')]), started, stopped('unit', 5));
	expect(state.run.jobs.get('unit')).toMatchObject({
		status: 'Failed',
		reason: {kind: 'runner', code: 'STOPPED_UNASKED'},
	});
});

test('the phase of a running job can be read, and stays canceling once it is', () => {
	const phase = {type: 'job-phase-changed', job: 'unit', attempt: 1, at: 1} as const;
	const running = play(aRun([aJob('unit')]), started, {...phase, phase: 'running'});
	expect(running.state.run.jobs.get('unit')?.phase).toBe('running');
	const {state} = play(running.state, cancel('unit', 2), {...phase, phase: 'artifacts'});
	expect(state.run.jobs.get('unit')?.phase).toBe('canceling');
});
