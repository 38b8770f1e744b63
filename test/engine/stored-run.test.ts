import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {pastRun, previousJobs} from '../../source/engine/past-run.js';
import {createLogStore} from '../../source/logs/log-store.js';
import {openStore} from '../../source/store/open-store.js';
import {aJob, aPlan, standings} from '../scheduler/a-run.js';
import {aLiveRun} from './a-live-run.js';

test('a run reads the same from the store as it did live, and a new process goes on with it', async () => {
	const root = await mkdtemp(join(tmpdir(), 'ci-tui-stored-'));
	onTestFinished(() => rm(root, {recursive: true, force: true}));
	const store = await openStore(root);
	const jobs = [
		aJob('compile', {stage: 'build', retry: {max: 1, when: ['always'], exitCodes: []}}),
		aJob('lint', {allowFailure: true}),
		aJob('unit'),
		aJob('rollback', {stage: 'deploy', when: 'on_failure'}),
		aJob('ship', {stage: 'deploy'}),
		aJob('try', {stage: 'build', when: 'manual', allowFailure: true}),
		aJob('after', {stage: 'deploy', needs: ['try']}),
	];
	const plan = aPlan(jobs, ['build', 'test', 'deploy']);
	const failing = {outcome: {kind: 'failed', exitCode: 3}} as const;
	const recorder = await store.startRun(plan, Date.now());
	const first = await aLiveRun(
		jobs,
		{compile: [{outcome: {kind: 'failed', exitCode: 2}}, {output: ['compiled\n']}], lint: failing, unit: failing},
		{recorder, plan},
	);
	const live = await first.handle.settled();
	await first.handle.close();

	const document = await store.run(recorder.run);
	if (document === undefined) throw new Error('the run was not stored');
	const past = pastRun({document, plan, logs: createLogStore(), folder: store.folder});
	expect(standings({run: past.getState()})).toEqual(standings({run: live}));
	expect(past.getState().stages.map(({name, status}) => [name, status])).toEqual(
		live.stages.map(({name, status}) => [name, status]),
	);
	expect(past.getState()).toMatchObject({
		run: live.run,
		status: 'Failed',
		startedAt: live.startedAt,
		endedAt: live.endedAt,
	});
	expect([...past.getState().jobs.values()]).toEqual([...live.jobs.values()]);
	const log = past.openLog('compile', 2);
	await expect.poll(async () => (await log.read(0, 9)).map(line => line.text)).toContain('compiled');
	log.close();

	const resumed = await store.resumeRun(recorder.run, plan, Date.now());
	const second = await aLiveRun(jobs, {}, {recorder: resumed, plan, previous: previousJobs(document)});
	second.handle.send({type: 'retry-failed'});
	expect((await second.handle.settled()).status).toBe('Success');
	await second.handle.close();
	expect(second.executor.started).toEqual(['unit #2', 'ship #1']);
	const after = await store.run(recorder.run);
	expect(after?.pipeline_execution.status).toBe('Success');
	expect(
		after?.job_executions.filter(({name}) => name === 'unit').map(({attempt, status}) => [attempt, status]),
	).toEqual([
		[1, 'Failed'],
		[2, 'Success'],
	]);
});
