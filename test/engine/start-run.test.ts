import {mkdir, readFile} from 'node:fs/promises';
import {describe, expect, test} from 'vitest';
import {CiError} from '../../source/errors.js';
import type {RunEvent} from '../../source/model/run-event.js';
import {aJob, inShort, standings} from '../scheduler/a-run.js';
import {aLiveRun, aWatchedRun, statusOf, until} from './a-live-run.js';

const steered = {until: 'steered'} as const;

describe('a run', () => {
	test('runs its jobs in order and tells what happens, log lines included', async () => {
		const {handle, events, recorder} = await aWatchedRun([aJob('compile', {stage: 'build'}), aJob('unit')], {
			compile: {output: ['one\ntwo', ' words\n']},
			unit: {outcome: {kind: 'failed', exitCode: 3}},
		});
		const state = await handle.settled();
		expect(state.status).toBe('Failed');
		expect(inShort(events)).toEqual([
			'run-started',
			'stage-started build',
			'job-started compile #1',
			'job-log compile',
			'job-log compile',
			'job-finished compile Success',
			'stage-finished build Success',
			'stage-started test',
			'job-started unit #1',
			'job-finished unit Failed',
			'stage-finished test Failed',
			'run-finished Failed',
		]);
		expect(events.flatMap(event => (event.type === 'job-log' ? [event.text] : []))).toEqual(['one', 'two words']);
		expect(recorder.events).toEqual(events.filter(event => event.type !== 'job-log'));
	});

	test('keeps each attempt in a log of its own', async () => {
		const {handle} = await aWatchedRun([aJob('unit', {retry: {max: 1, when: ['always'], exitCodes: []}})], {
			unit: [{output: ['first\n'], outcome: {kind: 'failed', exitCode: 1}}, {output: ['second\n']}],
		});
		await handle.settled();
		expect(await readFile(handle.logFile('unit', 1), 'utf8')).toContain('first\n');
		expect(await readFile(handle.logFile('unit', 2), 'utf8')).toContain('second\n');
		const log = handle.openLog('unit', 2);
		await expect.poll(async () => (await log.read(0, 10)).map(line => line.text)).toEqual(['second']);
		log.close();
	});

	test('never shows a masked value', async () => {
		const {handle, events} = await aWatchedRun(
			[aJob('unit')],
			{unit: {output: ['the key is s3cr', 'et-value.\n']}},
			{plan: {masked: ['s3cret-value']}},
		);
		await handle.settled();
		expect(events.find(event => event.type === 'job-log')?.text).toBe('the key is [MASKED].');
		expect(await readFile(handle.logFile('unit', 1), 'utf8')).not.toContain('s3cret');
	});

	test('never runs more jobs than it may', async () => {
		const jobs = Array.from({length: 40}, (_, place) => aJob(`job ${place}`, {needs: []}));
		const behaviours = Object.fromEntries(jobs.map(job => [job.name, steered]));
		const {handle, executor} = await aWatchedRun(jobs, behaviours, {concurrency: 3});
		await Promise.all(['job 0', 'job 1', 'job 2'].map(name => executor.attempt(name)));
		for (const {name} of jobs) (await executor.attempt(name)).finish();
		await handle.settled();
		expect(executor.load).toEqual({now: 0, most: 3});
		expect(executor.started).toHaveLength(40);
	});

	test('begins when somebody watches it, and works in what was asked before', async () => {
		const {handle, executor, events} = await aLiveRun([aJob('a'), aJob('b', {needs: ['a']})], {a: steered});
		handle.send({type: 'cancel-job', job: 'b'});
		expect(standings({run: handle.getState()})).toEqual({a: 'Pending slot', b: 'Pending needs a'});
		handle.onEvent(event => events.push(event));
		(await executor.attempt('a')).finish();
		await handle.settled();
		expect(inShort(events)[0]).toBe('run-started');
		expect(standings({run: handle.getState()})).toEqual({a: 'Success', b: 'Canceled user'});
	});

	test('says what a running job is doing, and how far its image has come', async () => {
		const {handle, executor} = await aWatchedRun([aJob('unit')], {unit: steered});
		const {sink, finish} = await executor.attempt('unit');
		sink.phase('preparing');
		sink.progress('pulling busybox', 0.5);
		expect(handle.progressOf('unit')).toEqual({text: 'pulling busybox', fraction: 0.5});
		sink.phase('after_script');
		expect(handle.getState().jobs.get('unit')?.phase).toBe('after_script');
		expect(handle.progressOf('unit')).toBeUndefined();
		finish();
		await handle.settled();
	});
});

describe('those who watch', () => {
	test('are told once for all that changes in one go, and see the same state until it changes', async () => {
		const {handle, executor} = await aLiveRun([aJob('a'), aJob('b'), aJob('c')], {a: steered, b: steered, c: steered});
		let told = 0;
		handle.subscribe(() => told++);
		await executor.attempt('c');
		await until(handle, () => handle.getState().jobs.get('c')?.phase === 'running');
		const state = handle.getState();
		expect(handle.getState()).toBe(state);
		const before = told;
		handle.send({type: 'cancel-run'});
		expect(handle.getState()).not.toBe(state);
		expect(told).toBe(before);
		await Promise.resolve();
		expect(told).toBe(before + 1);
	});

	test('hear nothing more when they throw, and the run goes on', async () => {
		const errors: unknown[] = [];
		const {handle, events} = await aLiveRun(
			[aJob('a'), aJob('b', {needs: ['a']})],
			{},
			{onReaderError: error => errors.push(error)},
		);
		const broken = new Error('the screen is broken');
		handle.subscribe(() => {
			throw broken;
		});
		handle.onEvent(() => {
			throw broken;
		});
		handle.onEvent(event => events.push(event));
		expect((await handle.settled()).status).toBe('Success');
		expect(errors).toEqual([broken, broken]);
		expect(inShort(events).at(-1)).toBe('run-finished Success');
	});

	test('may ask for something while they are told: it comes after what is being told', async () => {
		const {handle, events} = await aLiveRun([aJob('a'), aJob('b')], {a: steered, b: steered});
		handle.onEvent(event => {
			if (event.type === 'job-started' && event.job === 'a') handle.send({type: 'cancel-run'});
		});
		handle.onEvent(event => events.push(event));
		expect((await handle.settled()).status).toBe('Canceled');
		expect(inShort(events).slice(0, 4)).toEqual([
			'run-started',
			'stage-started test',
			'job-started a #1',
			'job-started b #1',
		]);
	});

	test('can wait for each settling', async () => {
		const {handle, executor} = await aWatchedRun([aJob('a')], {a: [{outcome: {kind: 'failed', exitCode: 1}}, steered]});
		expect((await handle.settled()).status).toBe('Failed');
		expect((await handle.settled()).status).toBe('Failed');
		handle.send({type: 'retry-failed'});
		const again = handle.settled();
		(await executor.attempt('a', 2)).finish({kind: 'success'});
		expect((await again).status).toBe('Success');
	});
});

describe('stopping', () => {
	test('asks a job once, and kills it when asked again', async () => {
		const {handle, executor} = await aWatchedRun([aJob('a')], {a: {...steered, ignoresStop: true}});
		const {signals} = await executor.attempt('a');
		handle.send({type: 'cancel-job', job: 'a'});
		expect([signals.stop.aborted, signals.kill.aborted]).toEqual([true, false]);
		expect(handle.getState().jobs.get('a')).toMatchObject({status: 'Running', phase: 'canceling'});
		handle.send({type: 'cancel-job', job: 'a'});
		expect(signals.kill.aborted).toBe(true);
		expect(await handle.settled()).toMatchObject({status: 'Canceled', reason: {kind: 'user'}});
	});

	test('a job whose time is over', async () => {
		const {handle, executor, clock} = await aWatchedRun([aJob('a', {timeoutMs: 60_000})], {a: steered});
		const {signals} = await executor.attempt('a');
		clock.advance(59_999);
		expect(statusOf(handle, 'a')).toBe('Running');
		clock.advance(1);
		expect(signals.stop.reason).toMatchObject({name: 'TimeoutError'});
		await handle.settled();
		expect(handle.getState().jobs.get('a')).toMatchObject({status: 'Failed', reason: {kind: 'timeout', ms: 60_000}});
		expect(clock.timers).toBe(0);
	});

	test('when another process asks', async () => {
		const {handle, executor, recorder} = await aWatchedRun([aJob('a')], {a: steered});
		await executor.attempt('a');
		recorder.requestCancel();
		expect((await handle.settled()).status).toBe('Canceled');
	});

	test('by a signal is told as such', async () => {
		const {handle, executor} = await aWatchedRun([aJob('a')], {a: steered});
		await executor.attempt('a');
		handle.send({type: 'cancel-run', signal: 'SIGTERM'});
		expect(await handle.settled()).toMatchObject({status: 'Canceled', reason: {kind: 'signal', signal: 'SIGTERM'}});
	});

	test('closing a run stops what runs, then closes session and store, once', async () => {
		const {handle, executor, recorder} = await aWatchedRun([aJob('a'), aJob('b', {needs: ['a']})], {a: steered});
		await executor.attempt('a');
		await Promise.all([handle.close(), handle.close()]);
		expect(standings({run: handle.getState()})).toEqual({a: 'Canceled user', b: 'Canceled user'});
		expect([executor.load.now, executor.openSessions, recorder.closed]).toEqual([0, 0, 1]);
		handle.send({type: 'retry-failed'});
		expect(handle.getState().status).toBe('Canceled');
	});

	test('closing a run that is being canceled gives its jobs their time', async () => {
		const {handle, executor} = await aWatchedRun([aJob('a')], {a: {...steered, ignoresStop: true}});
		const {signals, finish} = await executor.attempt('a');
		handle.send({type: 'cancel-run'});
		const closed = handle.close();
		expect(signals.kill.aborted).toBe(false);
		finish({kind: 'canceled'});
		await closed;
	});

	test('a run that nobody ever watched is recorded as canceled', async () => {
		const {handle, recorder, executor} = await aLiveRun([aJob('a')]);
		await handle.close();
		expect(inShort(recorder.events).at(-1)).toBe('run-finished Canceled');
		expect(executor.started).toEqual([]);
	});
});

describe('time', () => {
	test('a delayed job starts when its time has come', async () => {
		const {handle, executor, clock} = await aWatchedRun([aJob('a', {when: 'delayed', startInMs: 30 * 86_400_000})]);
		await until(handle, () => handle.getState().jobs.get('a')?.reason?.kind === 'delayed');
		clock.advance(30 * 86_400_000 - 1);
		expect(executor.started).toEqual([]);
		clock.advance(1);
		expect((await handle.settled()).status).toBe('Success');
	});

	test('does not go backwards when somebody sets the clock', async () => {
		const {handle, executor, clock, events} = await aWatchedRun([aJob('a')], {a: steered});
		const {finish} = await executor.attempt('a');
		clock.jump(-3_600_000);
		clock.advance(1500);
		finish();
		await handle.settled();
		expect(events.find(event => event.type === 'job-finished')?.duration_ms).toBe(1500);
		const times = events.map(event => event.at);
		expect(times).toEqual(times.toSorted());
	});
});

describe('what a job gets', () => {
	test('the variables that only a run knows, those it was played with, and references to them', async () => {
		const job = aJob('try', {
			when: 'manual',
			variables: {
				CI_PROJECT_URL: 'http://localhost/g/p',
				WHERE: 'nowhere',
				CACHE: '$CI_PROJECT_DIR/.cache',
				PRICE: '5$$',
			},
			image: {name: 'registry/$CI_JOB_STAGE:1'},
			timeoutMs: 90_000,
		});
		const {handle, executor} = await aWatchedRun([job], {try: steered});
		handle.send({type: 'play-job', job: 'try', variables: {WHERE: 'over$there'}});
		const {spec, finish} = await executor.attempt('try');
		expect(spec.variables).toMatchObject({
			CI_JOB_ID: '70000101',
			CI_JOB_NAME: 'try',
			CI_JOB_STAGE: 'test',
			CI_JOB_IMAGE: 'registry/test:1',
			CI_JOB_STARTED_AT: '2026-01-01T00:00:00Z',
			CI_JOB_TIMEOUT: '90',
			CI_JOB_URL: 'http://localhost/g/p/-/jobs/70000101',
			CI_PIPELINE_ID: '7',
			CI_PIPELINE_IID: '7',
			CI_PROJECT_DIR: '/builds/project',
			CI_BUILDS_DIR: '/builds',
			CI_TUI_ATTEMPT: '1',
			WHERE: 'over$there',
			CACHE: '/builds/project/.cache',
			PRICE: '5$',
		});
		expect(spec).toMatchObject({id: 'execution of try #1', image: {name: 'registry/test:1'}, emptyWorkspace: false});
		finish();
		await handle.settled();
	});

	test('the artifacts of the newest attempt that passed of each job it takes some from, when there are any', async () => {
		const tar = Buffer.alloc(1024);
		const artifacts = {paths: ['out'], exclude: [], untracked: false, when: 'on_success', reports: {}} as const;
		const {handle, executor, recorder} = await aWatchedRun(
			[
				aJob('compile', {stage: 'build', artifacts}),
				aJob('nothing', {stage: 'build'}),
				aJob('unit', {artifactsFrom: ['nothing', 'compile'], artifacts}),
			],
			{compile: {artifacts: tar}, unit: steered},
		);
		const first = await executor.attempt('unit');
		expect(first.spec.artifactsIn).toEqual([recorder.artifactFile('compile', 1)]);
		expect(first.spec.artifactsOut).toEqual({artifacts, file: recorder.artifactFile('unit', 1)});
		first.finish({kind: 'failed', exitCode: 1});
		await handle.settled();
		handle.send({type: 'retry-job', job: 'compile'});
		await handle.settled();
		handle.send({type: 'retry-job', job: 'unit'});
		const second = await executor.attempt('unit', 2);
		expect(second.spec.artifactsIn).toEqual([recorder.artifactFile('compile', 2)]);
		second.finish();
		await handle.settled();
	});
});

describe('when the runner itself fails', () => {
	const full = new CiError('DISK_FULL', 'no space left on the disk');

	test('a store that takes nothing more stops the jobs and fails the run', async () => {
		const {handle, executor, recorder, clock} = await aWatchedRun([aJob('a'), aJob('b', {needs: ['a']}), aJob('c')], {
			a: steered,
		});
		await executor.attempt('a');
		await until(handle, () => statusOf(handle, 'c') === 'Success');
		recorder.error = full;
		handle.send({type: 'cancel-job', job: 'b'});
		clock.advance(1000);
		expect(await handle.settled()).toMatchObject({status: 'Failed', reason: {kind: 'runner', code: 'DISK_FULL'}});
		expect(standings({run: handle.getState()})).toEqual({a: 'Canceled runner', b: 'Canceled user', c: 'Success'});
		await handle.close();
		expect(executor.openSessions).toBe(0);
	});

	test('a run whose end could not be kept has failed', async () => {
		const {handle, executor, recorder} = await aWatchedRun([aJob('a')], {a: steered});
		const {finish} = await executor.attempt('a');
		await expect.poll(() => recorder.flushes).toBeGreaterThan(0);
		recorder.error = full;
		finish();
		expect(await handle.settled()).toMatchObject({status: 'Failed', reason: {kind: 'runner', message: full.message}});
	});

	test('a log that cannot be made is an error of the runner', async () => {
		const {handle} = await aLiveRun([aJob('a')]);
		await mkdir(handle.logFile('a', 1));
		await handle.settled();
		expect(handle.getState().jobs.get('a')).toMatchObject({status: 'Failed', reason: {kind: 'runner'}});
	});

	test('so is a log that takes no more while the job runs: the job is killed', async () => {
		const logs = {
			create: async () => ({
				write: () => Promise.reject(full),
				notice: () => {},
				commandStarted: () => {},
				commandFinished: () => {},
				close: async () => {},
			}),
			open: () => {
				throw new Error('not opened here');
			},
		};
		const {handle, executor} = await aWatchedRun(
			[aJob('a')],
			{a: {...steered, ignoresStop: true, output: ['text']}},
			{logs},
		);
		const {signals} = await executor.attempt('a');
		await handle.settled();
		expect(signals.kill.aborted).toBe(true);
		expect(handle.getState().jobs.get('a')).toMatchObject({
			status: 'Failed',
			reason: {kind: 'runner', code: 'DISK_FULL'},
		});
	});

	test('a job that the store has no place for is an error of the runner too', async () => {
		const {handle, recorder} = await aLiveRun([aJob('a')]);
		recorder.logFile = () => {
			throw new Error('run 7 has no job a');
		};
		await handle.settled();
		expect(handle.getState().jobs.get('a')).toMatchObject({
			status: 'Failed',
			reason: {kind: 'runner', code: 'RUNNER_FAILED'},
		});
	});

	test('an error of the engine is written to the log with its hint', async () => {
		const error = new CiError('IMAGE_MISSING', 'there is no image nosuch', {hint: 'check its name'});
		const {handle} = await aWatchedRun([aJob('a')], {a: {outcome: {kind: 'errored', error}}});
		await handle.settled();
		expect(await readFile(handle.logFile('a', 1), 'utf8')).toBe('there is no image nosuch\ncheck its name\n');
	});
});

test('a retry in a new process goes on with the next attempt', async () => {
	const first = await aWatchedRun([aJob('a'), aJob('b', {needs: ['a']})], {
		a: {outcome: {kind: 'failed', exitCode: 1}},
	});
	const left = await first.handle.settled();
	const previous = new Map([...left.jobs.values()].map(job => [job.name, job]));
	const second = await aLiveRun([aJob('a'), aJob('b', {needs: ['a']})], {}, {previous});
	second.handle.send({type: 'retry-failed'});
	const told: RunEvent[] = [];
	second.handle.onEvent(event => told.push(event));
	expect((await second.handle.settled()).status).toBe('Success');
	expect(second.executor.started).toEqual(['a #2', 'b #1']);
	expect(inShort(told).slice(0, 3)).toEqual(['run-started', 'job-reopened a #2', 'job-reopened b #1']);
});
