import {describe, expect, test} from 'vitest';
import type {PlannedJob} from '../../source/model/plan.js';
import {aJob, aRun, failed, inShort, passed, performed, play, standings, started, stopped} from './a-run.js';

const failing = [started, failed('compile', 5)];

describe('when a job it waits for fails', () => {
	test('a later stage is skipped and names the job at fault, not one skipped in between', () => {
		const run = aRun([aJob('compile', {stage: 'build'}), aJob('unit'), aJob('ship', {stage: 'deploy'})]);
		const {state, told} = play(run, ...failing);
		expect(standings(state)).toEqual({
			compile: 'Failed script',
			unit: 'Canceled skipped: compile failed',
			ship: 'Canceled skipped: compile failed',
		});
		expect(inShort(told).slice(3)).toEqual([
			'job-finished compile Failed',
			'stage-finished build Failed',
			'job-finished unit Canceled',
			'stage-finished test Canceled',
			'job-finished ship Canceled',
			'stage-finished deploy Canceled',
			'run-finished Failed',
		]);
	});

	test('so are the jobs that need it, and those that need them', () => {
		const run = aRun([
			aJob('compile'),
			aJob('unit', {needs: ['compile']}),
			aJob('ship', {needs: ['unit']}),
			aJob('other'),
		]);
		const {state} = play(run, ...failing);
		expect(standings(state)).toEqual({
			compile: 'Failed script',
			unit: 'Canceled skipped: compile failed',
			ship: 'Canceled skipped: compile failed',
			other: 'Running',
		});
	});

	test('the other jobs of its stage end before the later stages are decided', () => {
		const run = aRun([aJob('compile', {stage: 'build'}), aJob('bundle', {stage: 'build'}), aJob('unit')]);
		const {state} = play(run, ...failing);
		expect(standings(state)).toMatchObject({bundle: 'Running', unit: 'Pending stage build'});
	});

	test('a job that needs others only runs all the same', () => {
		const run = aRun([
			aJob('compile', {stage: 'build'}),
			aJob('lint', {stage: 'build'}),
			aJob('docs', {needs: ['lint']}),
		]);
		expect(standings(play(run, ...failing, passed('lint', 6)).state)).toMatchObject({docs: 'Running'});
	});

	test('always runs, on_failure runs, on_success does not', () => {
		const run = aRun([
			aJob('compile', {stage: 'build'}),
			aJob('unit'),
			aJob('rollback', {when: 'on_failure'}),
			aJob('clean', {when: 'always'}),
		]);
		expect(standings(play(run, ...failing).state)).toMatchObject({
			unit: 'Canceled skipped: compile failed',
			rollback: 'Running',
			clean: 'Running',
		});
	});

	test('the same with needs', () => {
		const needs = ['compile'];
		const run = aRun([
			aJob('compile'),
			aJob('unit', {needs}),
			aJob('rollback', {needs, when: 'on_failure'}),
			aJob('clean', {needs, when: 'always'}),
			aJob('later', {needs, when: 'delayed', startInMs: 9}),
			aJob('by hand', {needs, when: 'manual'}),
		]);
		expect(standings(play(run, ...failing).state)).toMatchObject({
			unit: 'Canceled skipped: compile failed',
			rollback: 'Running',
			clean: 'Running',
			later: 'Canceled skipped: compile failed',
			'by hand': 'Canceled skipped: compile failed',
		});
	});

	test('on_failure is skipped when what it needs was itself skipped', () => {
		const run = aRun([
			aJob('compile'),
			aJob('unit', {needs: ['compile']}),
			aJob('rollback', {needs: ['unit'], when: 'on_failure'}),
		]);
		expect(standings(play(run, ...failing).state)).toMatchObject({rollback: 'Canceled skipped: compile failed'});
	});

	test('always waits for all it needs, also when one of them was skipped', () => {
		const run = aRun([
			aJob('compile'),
			aJob('slow'),
			aJob('unit', {needs: ['compile']}),
			aJob('clean', {needs: ['slow', 'unit'], when: 'always'}),
		]);
		const {state} = play(run, ...failing);
		expect(standings(state)).toMatchObject({clean: 'Pending needs slow'});
		expect(standings(play(state, passed('slow', 6)).state)).toMatchObject({clean: 'Running'});
	});
});

describe('when nothing failed', () => {
	test.each([
		['by stage', undefined],
		['by needs', ['compile']],
	])('on_failure is skipped, and later jobs are not (%s)', (_, needs) => {
		const more = needs === undefined ? {} : {needs};
		const run = aRun([
			aJob('compile', {stage: 'build'}),
			aJob('rollback', {when: 'on_failure', ...more}),
			aJob('ship', {stage: 'deploy'}),
		]);
		const {state, told} = play(run, started, passed('compile', 5), passed('ship', 9));
		expect(standings(state)).toMatchObject({rollback: 'Canceled skipped: nothing passed', ship: 'Success'});
		expect(state.run.status).toBe('Success');
		expect(inShort(told)).toContain('stage-finished test Canceled');
	});

	test('on_failure in the first stage is skipped', () => {
		const {state} = play(aRun([aJob('rollback', {when: 'on_failure'})]), started);
		expect(standings(state)).toEqual({rollback: 'Canceled skipped: nothing passed'});
	});

	test('a job that needs one skipped so is skipped because of it', () => {
		const run = aRun([
			aJob('a'),
			aJob('rollback', {needs: ['a'], when: 'on_failure'}),
			aJob('report', {needs: ['rollback']}),
		]);
		const {state} = play(run, started, passed('a', 1));
		expect(standings(state)).toMatchObject({report: 'Canceled skipped: rollback skipped'});
	});
});

describe('allow_failure', () => {
	test('a failure that is allowed skips nothing and does not fail the run', () => {
		const run = aRun([
			aJob('compile', {stage: 'build', allowFailure: true}),
			aJob('unit'),
			aJob('lint', {needs: ['compile']}),
		]);
		const {state, told} = play(run, ...failing, passed('unit', 6), passed('lint', 7));
		expect(standings(state)).toEqual({compile: 'Failed allowed script', unit: 'Success', lint: 'Success'});
		expect(state.run.status).toBe('Success');
		expect(inShort(told)).toContain('stage-finished build Success');
	});

	test('it does not start on_failure jobs', () => {
		const run = aRun([aJob('compile', {stage: 'build', allowFailure: true}), aJob('rollback', {when: 'on_failure'})]);
		expect(standings(play(run, ...failing).state)).toMatchObject({rollback: 'Canceled skipped: nothing passed'});
	});

	test.each([
		[42, 'Failed allowed script', 'Success'],
		[1, 'Failed script', 'Failed'],
	])('with exit codes: %i makes the job %s and the run %s', (exitCode, job, status) => {
		const run = aRun([aJob('compile', {allowFailure: {exitCodes: [42, 43]}})]);
		const {state} = play(run, started, failed('compile', 5, 1, exitCode));
		expect([standings(state)['compile'], state.run.status]).toEqual([job, status]);
	});

	test('a canceled job that may fail lets the later stages run', () => {
		const run = aRun([aJob('compile', {stage: 'build', allowFailure: true}), aJob('unit')]);
		const {state} = play(run, started, {type: 'job-cancel-requested', job: 'compile', at: 1}, stopped('compile', 2));
		expect(standings(state)).toEqual({compile: 'Canceled user', unit: 'Running'});
	});
});

describe('delayed', () => {
	const run = aRun([
		aJob('compile', {stage: 'build'}),
		aJob('ship', {when: 'delayed', startInMs: 60_000}),
		aJob('after', {stage: 'z'}),
	]);
	const timer = {kind: 'start', job: 'ship', attempt: 1} as const;
	const waiting = play(run, started, passed('compile', 5));

	test('waits once it could start, and holds up the later stages', () => {
		expect(waiting.state.run.jobs.get('ship')?.reason).toEqual({kind: 'delayed', until: 60_005});
		expect(performed(waiting.effects).at(-1)).toEqual({type: 'start-timer', timer, afterMs: 60_000});
		expect(standings(waiting.state)).toMatchObject({after: 'Pending stage test'});
		expect(waiting.state.run.status).toBe('Running');
	});

	test('starts when its time has come', () => {
		const {effects} = play(waiting.state, {type: 'timer-fired', timer, at: 60_005});
		expect(performed(effects)).toEqual([{type: 'start-job', job: 'ship', attempt: 1}]);
	});

	test('can be played before', () => {
		const {effects} = play(waiting.state, {type: 'job-play-requested', job: 'ship', at: 9});
		expect(performed(effects)).toEqual([
			{type: 'stop-timer', timer},
			{type: 'start-job', job: 'ship', attempt: 1},
		]);
	});

	test('can be canceled', () => {
		const {state, effects} = play(waiting.state, {type: 'job-cancel-requested', job: 'ship', at: 9});
		expect(performed(effects)).toEqual([{type: 'stop-timer', timer}]);
		expect(standings(state)).toMatchObject({ship: 'Canceled user', after: 'Canceled skipped: ship canceled'});
	});

	test('waits again when what it waits for is run again', () => {
		const {state, effects} = play(waiting.state, {type: 'job-retry-requested', job: 'compile', at: 9});
		expect(standings(state)).toMatchObject({compile: 'Running', ship: 'Pending stage build'});
		expect(performed(effects)).toContainEqual({type: 'stop-timer', timer});
	});
});

describe('the status of a stage', () => {
	const jobs: readonly PlannedJob[] = [aJob('a'), aJob('b', {allowFailure: true}), aJob('c'), aJob('d')];
	const cancelC = {type: 'job-cancel-requested', job: 'c', at: 1} as const;
	test.each([
		['Success', [passed('a', 1), failed('b', 2), passed('c', 3), passed('d', 4)]],
		['Failed', [failed('a', 1), passed('b', 2), passed('c', 3), passed('d', 4)]],
		['Canceled', [passed('a', 1), passed('b', 2), cancelC, stopped('c', 3), passed('d', 4)]],
		['Failed', [failed('a', 1), passed('b', 2), cancelC, stopped('c', 3), passed('d', 4)]],
		['Running', [passed('a', 1), passed('b', 2), passed('c', 3)]],
	] as const)('is %s', (status, events) => {
		const {state} = play(aRun(jobs), started, ...events);
		expect(state.run.stages[0]?.status).toBe(status);
		expect(state.run.status).toBe(status);
	});

	test('is Pending before it begins and while its jobs only wait for a slot', () => {
		const run = aRun([aJob('a', {stage: 'build'}), aJob('b', {needs: []})], {concurrency: 1});
		expect(play(run, started).state.run.stages.map(stage => stage.status)).toEqual(['Running', 'Pending']);
	});
});
