import {describe, expect, test} from 'vitest';
import {CiError} from '../../source/errors.js';
import type {Outcome} from '../../source/model/outcome.js';
import type {RetryPolicy} from '../../source/model/plan.js';
import {aJob, aRun, failed, inShort, passed, performed, play, standings, started, stopped} from './a-run.js';

const twice: RetryPolicy = {max: 2, when: ['always'], exitCodes: []};
const retry = (job: string, at: number) => ({type: 'job-retry-requested', job, at}) as const;

describe('retry in the pipeline file', () => {
	test('starts another attempt and keeps the one that failed', () => {
		const run = aRun([aJob('unit', {retry: twice})]);
		const {state, told} = play(run, started, failed('unit', 5, 1, 3), passed('unit', 9, 2));
		expect(inShort(told).slice(2, -2)).toEqual([
			'job-started unit #1',
			'job-finished unit Failed again',
			'job-started unit #2',
			'job-finished unit Success',
		]);
		expect(state.run.jobs.get('unit')?.attempts).toEqual([
			{number: 1, status: 'Failed', reason: {kind: 'script', exitCode: 3}, exitCode: 3, startedAt: 0, endedAt: 5},
			{number: 2, status: 'Success', exitCode: 0, startedAt: 5, endedAt: 9},
		]);
		expect(state.run.status).toBe('Success');
	});

	test('gives up after so many', () => {
		const run = aRun([aJob('unit', {retry: twice}), aJob('ship', {needs: ['unit']})]);
		const {state} = play(run, started, failed('unit', 1), failed('unit', 2, 2), failed('unit', 3, 3));
		expect(standings(state)).toEqual({unit: 'Failed script', ship: 'Canceled skipped: unit failed'});
		expect(state.run.jobs.get('unit')?.attempts).toHaveLength(3);
	});

	test('waits for a slot in the order of the plan', () => {
		const run = aRun([aJob('a'), aJob('unit', {retry: twice}), aJob('c'), aJob('d')], {concurrency: 2});
		const {state} = play(run, started, failed('unit', 1));
		expect(standings(state)).toMatchObject({a: 'Running', unit: 'Running', c: 'Pending slot'});
	});

	const error = new CiError('ENGINE_GONE', 'the engine went away');
	test.each<[string, RetryPolicy['when'], number[], Outcome, boolean]>([
		['a failed script', ['script_failure'], [], {kind: 'failed', exitCode: 1}, true],
		['another failure than those named', ['runner_system_failure'], [], {kind: 'failed', exitCode: 1}, false],
		['an error of the runner', ['runner_system_failure'], [], {kind: 'errored', error}, true],
		['an error of the runner, which is not the script', ['script_failure'], [], {kind: 'errored', error}, false],
		[
			'a kill for memory, which GitLab counts as the script',
			['script_failure'],
			[],
			{kind: 'out-of-memory', exitCode: 137},
			true,
		],
		['one of the exit codes', ['api_failure'], [137], {kind: 'failed', exitCode: 137}, true],
		['no other exit code', [], [137], {kind: 'failed', exitCode: 1}, false],
	])('retries after %s', (_, when, exitCodes, outcome, expected) => {
		const run = aRun([aJob('unit', {retry: {max: 1, when, exitCodes}})]);
		const {state} = play(run, started, {type: 'job-finished', job: 'unit', attempt: 1, outcome, at: 5});
		expect(state.run.jobs.get('unit')?.status).toBe(expected ? 'Running' : 'Failed');
	});

	test('does not happen to a job that is being canceled', () => {
		const run = aRun([aJob('unit', {retry: twice})]);
		const {state} = play(run, started, {type: 'job-cancel-requested', job: 'unit', at: 1}, failed('unit', 2));
		expect(standings(state)).toEqual({unit: 'Failed script'});
	});
});

describe('a retry by the user', () => {
	const run = aRun([
		aJob('compile', {stage: 'build'}),
		aJob('lint', {needs: []}),
		aJob('unit', {needs: ['compile']}),
		aJob('ship', {stage: 'deploy'}),
		aJob('rollback', {stage: 'deploy', when: 'on_failure'}),
	]);
	const settled = play(run, started, passed('lint', 1), failed('compile', 5), passed('rollback', 9));

	test('gives what was skipped because of it another chance, and runs nothing else again', () => {
		expect(standings(settled.state)).toMatchObject({
			unit: 'Canceled skipped: compile failed',
			ship: 'Canceled skipped: compile failed',
		});
		const {state, told} = play(settled.state, retry('compile', 20));
		expect(standings(state)).toEqual({
			compile: 'Running',
			lint: 'Success',
			unit: 'Pending needs compile',
			ship: 'Pending stage test',
			rollback: 'Success',
		});
		expect(state.run.status).toBe('Running');
		expect(inShort(told)).toEqual([
			'job-reopened compile #2',
			'job-reopened unit #1',
			'job-reopened ship #1',
			'stage-started build',
			'job-started compile #2',
		]);
	});

	test('lets the run succeed in the end', () => {
		const {state} = play(
			settled.state,
			retry('compile', 20),
			passed('compile', 21, 2),
			passed('unit', 22),
			passed('ship', 23),
		);
		expect(state.run).toMatchObject({status: 'Success', startedAt: 0, endedAt: 23});
	});

	test('works while the run goes on', () => {
		const running = play(run, started, failed('compile', 5));
		const {state} = play(running.state, retry('compile', 6), passed('compile', 7, 2));
		expect(standings(state)).toMatchObject({compile: 'Success', unit: 'Running'});
	});

	test('of a job that passed runs it again, and not what came after it', () => {
		const {state} = play(settled.state, retry('lint', 20), passed('lint', 21, 2));
		expect(standings(state)).toMatchObject({lint: 'Success', rollback: 'Success'});
		expect(state.run.status).toBe('Failed');
	});

	test('pulls back what has not started yet', () => {
		const two = aRun([aJob('a', {stage: 'build'}), aJob('b'), aJob('c')], {concurrency: 1});
		const {state} = play(two, started, passed('a', 1), retry('a', 2), passed('b', 3));
		expect(standings(state)).toEqual({a: 'Running', b: 'Success', c: 'Pending stage build'});
	});

	test('waits in turn, and is skipped when what it needs has failed since', () => {
		const two = aRun([aJob('a'), aJob('b', {needs: ['a']}), aJob('c')]);
		const {state} = play(two, started, passed('a', 1), failed('b', 2), retry('a', 3), retry('b', 4));
		expect(standings(state)).toMatchObject({a: 'Running', b: 'Pending needs a'});
		const after = play(state, failed('a', 5, 2));
		expect(standings(after.state)).toMatchObject({b: 'Canceled skipped: a failed'});
		expect(after.state.run.jobs.get('b')?.attempts.map(attempt => attempt.status)).toEqual(['Failed']);
		const last = after.told.filter(event => event.type === 'job-finished').at(-1);
		expect(last).toMatchObject({
			job: 'b',
			attempt: 2,
			status: 'Canceled',
			reason: 'skipped: a failed',
			duration_ms: null,
		});
	});

	test('of all that failed leaves allowed failures and skipped jobs alone', () => {
		const many = aRun([aJob('a'), aJob('b', {allowFailure: true}), aJob('c'), aJob('d', {needs: ['a']}), aJob('e')]);
		const ended = play(
			many,
			started,
			failed('a', 1),
			failed('b', 2),
			{type: 'job-cancel-requested', job: 'c', at: 3},
			stopped('c', 4),
			passed('e', 5),
		);
		const {state, effects} = play(ended.state, {type: 'failed-retry-requested', at: 9});
		expect(performed(effects)).toEqual([
			{type: 'start-job', job: 'a', attempt: 2},
			{type: 'start-job', job: 'c', attempt: 2},
		]);
		expect(standings(state)).toMatchObject({b: 'Failed allowed script', d: 'Pending needs a', e: 'Success'});
	});

	test('is not possible for a job that was skipped', () => {
		expect(play(settled.state, retry('unit', 20)).state).toBe(settled.state);
	});

	test('keeps the variables a manual job was played with', () => {
		const {effects} = play(
			aRun([aJob('try', {when: 'manual'})]),
			started,
			{type: 'job-play-requested', job: 'try', variables: {A: '1'}, at: 1},
			failed('try', 2),
			retry('try', 3),
		);
		expect(performed(effects).at(-1)).toEqual({type: 'start-job', job: 'try', attempt: 2, variables: {A: '1'}});
	});
});

describe('a run of an earlier process', () => {
	const jobs = [
		aJob('compile', {stage: 'build'}),
		aJob('unit'),
		aJob('try', {when: 'manual', allowFailure: true}),
		aJob('after', {needs: ['try']}),
	];
	const earlier = play(aRun(jobs), started, failed('compile', 5));
	const previous = new Map([...earlier.state.run.jobs.values()].map(job => [job.name, job]));

	test('stays as it was left until something is retried', () => {
		const {state, told} = play(aRun(jobs, {previous}), {...started, at: 100});
		expect(standings(state)).toEqual(standings(earlier.state));
		expect(state.run).toMatchObject({status: 'Failed', startedAt: 0, endedAt: 5});
		expect(inShort(told)).toEqual(['run-started']);
	});

	test('goes on with the next attempt', () => {
		const {state, told} = play(
			aRun(jobs, {previous}),
			{...started, at: 100},
			{type: 'failed-retry-requested', at: 100},
		);
		expect(standings(state)).toMatchObject({compile: 'Running', unit: 'Pending stage build'});
		expect(state.run.jobs.get('compile')?.attempts).toHaveLength(2);
		expect(inShort(told)).toContain('job-started compile #2');
		expect(inShort(play(state, passed('compile', 101, 2), passed('unit', 102)).told).at(-1)).toBe(
			'run-finished Success',
		);
	});

	test('that stopped at a manual job can be gone on with by playing it', () => {
		const settled = play(aRun(jobs), started, passed('compile', 5), passed('unit', 6));
		const left = new Map([...settled.state.run.jobs.values()].map(job => [job.name, job]));
		const {state} = play(
			aRun(jobs, {previous: left}),
			{...started, at: 100},
			{type: 'job-play-requested', job: 'try', at: 101},
			passed('try', 102),
		);
		expect(standings(state)).toMatchObject({try: 'Success', after: 'Running'});
	});

	test('with manual jobs, and jobs that wait for them, stays as it was left', () => {
		const many = [
			aJob('try', {stage: 'build', when: 'manual', allowFailure: true}),
			aJob('after', {needs: ['try']}),
			aJob('unit'),
			aJob('approve', {stage: 'gate', when: 'manual'}),
			aJob('ship', {stage: 'deploy'}),
			aJob('rollback', {stage: 'deploy', when: 'on_failure', needs: ['unit']}),
		];
		const settled = play(aRun(many), started, passed('unit', 5));
		const left = new Map([...settled.state.run.jobs.values()].map(job => [job.name, job]));
		const {state, told} = play(aRun(many, {previous: left}), {...started, at: 100});
		expect(standings(state)).toEqual(standings(settled.state));
		expect(inShort(told)).toEqual(['run-started']);
		const again = play(state, {type: 'job-retry-requested', job: 'unit', at: 101}, passed('unit', 102, 2));
		expect(standings(again.state)).toEqual(standings(settled.state));
		expect(inShort(again.told).at(-1)).toBe('run-finished Success');
	});

	test('a job that was not in it runs', () => {
		const {state} = play(aRun([...jobs, aJob('new', {needs: []})], {previous}), {...started, at: 100});
		expect(standings(state)).toMatchObject({compile: 'Failed script', new: 'Running'});
	});
});
