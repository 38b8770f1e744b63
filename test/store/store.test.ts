import {mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {expect, test, vi} from 'vitest';
import type {Plan} from '../../source/model/plan.js';
import type {JobFinished, RunEvent} from '../../source/model/run-event.js';
import {openStore} from '../../source/store/open-store.js';
import type {RunRecorder} from '../../source/store/store.js';
import {temporaryFolder} from '../logs/temporary-folder.js';
import {aJob, aPlan} from './a-plan.js';

const t0 = Date.parse('2026-11-23T10:00:00.000Z');
const at = (seconds: number) => new Date(t0 + seconds * 1000).toISOString();
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const plan = aPlan(
	aJob('compile', 'build', {
		image: {name: 'alpine'},
		artifacts: {paths: ['dist/'], exclude: [], untracked: false, when: 'on_success', reports: {}},
	}),
	aJob('unit', 'test', {needs: [{job: 'compile', artifacts: true}], allowFailure: true}),
	aJob('lint', 'test'),
);

function finished(job: string, stage: string, more: Partial<JobFinished> = {}): JobFinished {
	return {
		type: 'job-finished',
		at: at(9),
		job,
		stage,
		attempt: 1,
		status: 'Success',
		reason: null,
		reason_kind: null,
		exit_code: 0,
		allow_failure: false,
		duration_ms: 1000,
		will_retry: false,
		...more,
	};
}

function tell(recorder: RunRecorder, events: readonly RunEvent[]): Promise<void> {
	for (const event of events) recorder.record(event);
	return recorder.flush();
}

const runStarted = (run: number): RunEvent => ({type: 'run-started', at: at(0), run, pipeline: 'api', commit_hash: ''});
const runFinished = (run: number, status: 'Success' | 'Failed' | 'Canceled' = 'Success'): RunEvent => ({
	type: 'run-finished',
	at: at(20),
	run,
	status,
	reason: null,
});
const started = (job: string, stage: string, attempt = 1, seconds = 1): RunEvent => ({
	type: 'job-started',
	at: at(seconds),
	job,
	stage,
	attempt,
});

async function finishedRun(root: string, ofPlan: Plan = plan): Promise<number> {
	const store = await openStore(root);
	const recorder = await store.startRun(ofPlan, t0);
	await tell(recorder, [runStarted(recorder.run), runFinished(recorder.run)]);
	await recorder.close();
	return recorder.run;
}

test('reading a repository in which nothing was run leaves nothing behind', async () => {
	const root = await temporaryFolder();
	const store = await openStore(root);
	expect(await store.runs()).toEqual([]);
	expect(await store.run(1)).toBeUndefined();
	expect(await store.settleInterrupted(t0)).toEqual([]);
	expect(await readdir(root)).toEqual([]);
});

test('a run begins with a Pending execution of every stage and job', async () => {
	const root = await temporaryFolder();
	const store = await openStore(root);
	const recorder = await store.startRun(plan, t0);
	const document = await store.run(1);
	expect(document?.pipeline_execution).toMatchObject({
		id: recorder.id,
		status: 'Pending',
		run_number: 1,
		name: 'api',
		branch: 'main',
		commit_hash: plan.pipeline.commitHash,
	});
	expect(document?.stage_executions.map(({name, order, status}) => [name, order, status])).toEqual([
		['build', 0, 'Pending'],
		['test', 1, 'Pending'],
	]);
	expect(document?.job_executions.map(({id, name, attempt, status}) => [id, name, attempt, status])).toEqual([
		[recorder.executionId('compile', 1), 'compile', 1, 'Pending'],
		[recorder.executionId('unit', 1), 'unit', 1, 'Pending'],
		[recorder.executionId('lint', 1), 'lint', 1, 'Pending'],
	]);
	expect(document?.owner?.pid).toBe(process.pid);
	for (const {id} of [...(document?.job_executions ?? []), ...(document?.stage_executions ?? [])])
		expect(id).toMatch(uuid);
	await recorder.close();
	expect((await store.run(1))?.owner).toBeUndefined();
});

test('definitions are stored with the names of the data model', async () => {
	const root = await temporaryFolder();
	await finishedRun(root);
	const {pipelines, stages, jobs} = await (await openStore(root)).catalog();
	const [build, tests] = stages;
	const [compile, unit, lint] = jobs;
	expect(pipelines).toEqual([
		{
			id: expect.stringMatching(uuid),
			name: 'api',
			repo_url: '/home/user/api',
			branch: 'main',
			commit_hash: plan.pipeline.commitHash,
			created_at: at(0),
			updated_at: at(0),
		},
	]);
	expect(stages.map(({name, order, pipeline_id}) => [name, order, pipeline_id])).toEqual([
		['build', 0, pipelines[0]?.id],
		['test', 1, pipelines[0]?.id],
	]);
	expect(compile).toEqual({
		id: expect.stringMatching(uuid),
		name: 'compile',
		stage_id: build?.id,
		docker_image: 'alpine',
		commands: ['echo compile'],
		allow_failure: false,
		artifacts: ['dist/'],
		created_at: at(0),
		updated_at: at(0),
	});
	expect(unit).toMatchObject({stage_id: tests?.id, dependencies: [compile?.id], allow_failure: true});
	expect(lint).not.toHaveProperty('dependencies');
});

test('ids stay from run to run, and updated_at moves with the definition alone', async () => {
	const root = await temporaryFolder();
	await finishedRun(root);
	const store = await openStore(root);
	const before = await store.catalog();
	await (await store.startRun(plan, t0 + 60_000)).close();
	expect(await store.catalog()).toEqual(before);

	const changed = aPlan(
		...plan.jobs.map(job =>
			job.name === 'lint' ? {...job, scripts: {before: [], main: ['npm run lint'], after: []}} : job,
		),
	);
	await (await store.startRun(changed, t0 + 120_000)).close();
	const after = await store.catalog();
	expect(after.jobs.map(({id}) => id)).toEqual(before.jobs.map(({id}) => id));
	expect(after.jobs.map(({created_at}) => created_at)).toEqual([at(0), at(0), at(0)]);
	expect(after.jobs.map(({updated_at}) => updated_at)).toEqual([at(0), at(0), at(120)]);
	expect(after.stages).toEqual(before.stages);
	expect(after.pipelines[0]?.updated_at).toBe(at(120));
});

test('events move statuses and times of jobs, stages and the run', async () => {
	const store = await openStore(await temporaryFolder());
	const recorder = await store.startRun(plan, t0);
	await tell(recorder, [
		runStarted(1),
		{type: 'stage-started', at: at(1), stage: 'build'},
		started('compile', 'build'),
		{type: 'job-log', at: at(2), job: 'compile', attempt: 1, text: 'secret text'},
	]);
	const during = await store.run(1);
	expect(during?.pipeline_execution).toMatchObject({status: 'Running', start_time: at(0)});
	expect(during?.job_executions[0]).toMatchObject({status: 'Running', start_time: at(1), logs: 'runs/1/compile.1.log'});
	expect((await store.runs())[0]?.status).toBe('Running');

	await tell(recorder, [
		finished('compile', 'build', {status: 'Failed', reason: 'exit 3', reason_kind: 'script', exit_code: 3}),
		{type: 'stage-finished', at: at(9), stage: 'build', status: 'Failed'},
		finished('unit', 'test', {
			attempt: 0,
			status: 'Canceled',
			reason: 'skipped: compile failed',
			reason_kind: 'skipped',
			exit_code: null,
			duration_ms: null,
			allow_failure: true,
		}),
		finished('lint', 'test', {
			attempt: 0,
			status: 'Pending',
			reason: 'manual',
			reason_kind: 'manual',
			exit_code: null,
			duration_ms: null,
		}),
		{type: 'stage-finished', at: at(9), stage: 'test', status: 'Canceled'},
		runFinished(1, 'Failed'),
	]);
	await recorder.close();
	const document = await store.run(1);
	expect(document?.pipeline_execution).toMatchObject({status: 'Failed', start_time: at(0), end_time: at(20)});
	expect(document?.stage_executions[0]).toMatchObject({status: 'Failed', start_time: at(1), end_time: at(9)});
	const [compile, unit, lint] = document?.job_executions ?? [];
	expect(compile).toMatchObject({
		status: 'Failed',
		reason: 'exit 3',
		reason_kind: 'script',
		exit_code: 3,
		end_time: at(9),
		allow_failure: false,
	});
	expect(unit).toMatchObject({status: 'Canceled', reason_kind: 'skipped', allow_failure: true});
	expect(unit).not.toHaveProperty('start_time');
	expect(unit).not.toHaveProperty('exit_code');
	expect(lint).toMatchObject({status: 'Pending', reason: 'manual'});
	expect((await store.runs())[0]).toEqual(document?.pipeline_execution);
	expect(JSON.stringify(document)).not.toContain('secret text');
});

test('a retry adds an execution and overwrites nothing', async () => {
	const store = await openStore(await temporaryFolder());
	const recorder = await store.startRun(plan, t0);
	await tell(recorder, [
		runStarted(1),
		started('compile', 'build'),
		finished('compile', 'build', {
			status: 'Failed',
			reason: 'exit 1',
			reason_kind: 'script',
			exit_code: 1,
			will_retry: true,
		}),
		started('compile', 'build', 2, 10),
		finished('compile', 'build', {attempt: 2}),
	]);
	const attempts = (await store.run(1))?.job_executions.filter(({name}) => name === 'compile');
	expect(attempts?.map(({id, attempt, status, logs}) => [id, attempt, status, logs])).toEqual([
		[recorder.executionId('compile', 1), 1, 'Failed', 'runs/1/compile.1.log'],
		[recorder.executionId('compile', 2), 2, 'Success', 'runs/1/compile.2.log'],
	]);
	await recorder.close();
});

test('a settled run is gone on with: failed jobs get an attempt, skipped ones their chance', async () => {
	const root = await temporaryFolder();
	const first = await (await openStore(root)).startRun(plan, t0);
	await tell(first, [
		runStarted(1),
		started('compile', 'build'),
		finished('compile', 'build', {status: 'Failed', reason: 'exit 1', reason_kind: 'script', exit_code: 1}),
		finished('unit', 'test', {
			attempt: 0,
			status: 'Canceled',
			reason: 'skipped: compile failed',
			reason_kind: 'skipped',
			exit_code: null,
		}),
		runFinished(1, 'Failed'),
	]);
	await first.close();

	const store = await openStore(root);
	const again = await store.resumeRun(1, plan, t0 + 100_000);
	expect(again.id).toBe(first.id);
	await tell(again, [
		{type: 'job-reopened', at: at(100), job: 'compile', stage: 'build', attempt: 1},
		{type: 'job-reopened', at: at(100), job: 'unit', stage: 'test', attempt: 0},
	]);
	const reopened = await store.run(1);
	expect(reopened?.pipeline_execution).toMatchObject({status: 'Running', start_time: at(0)});
	expect(reopened?.pipeline_execution).not.toHaveProperty('end_time');
	expect(reopened?.job_executions.map(({name, attempt, status, reason}) => [name, attempt, status, reason])).toEqual([
		['compile', 1, 'Failed', 'exit 1'],
		['compile', 2, 'Pending', undefined],
		['unit', 1, 'Pending', undefined],
		['lint', 1, 'Pending', undefined],
	]);
	await tell(again, [started('compile', 'build', 2, 101), finished('compile', 'build', {attempt: 2}), runFinished(1)]);
	await again.close();
	expect((await store.runs())[0]).toMatchObject({run_number: 1, status: 'Success'});
});

test('going on with a run that is not there, or that somebody has open, is an error that says so', async () => {
	const store = await openStore(await temporaryFolder());
	await expect(store.resumeRun(7, plan, t0)).rejects.toMatchObject({code: 'RUN_UNKNOWN', exitCode: 2});
	const recorder = await store.startRun(plan, t0);
	await expect(store.resumeRun(1, plan, t0)).rejects.toMatchObject({code: 'RUN_OPEN', exitCode: 2});
	await recorder.close();
});

test("the state folder is its owner's alone and out of git's sight", async () => {
	const root = await temporaryFolder();
	await finishedRun(root);
	const folder = join(root, '.ci-tui');
	expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
	for (const name of ['', 'runs', 'runs/1']) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o700);
	for (const name of ['.gitignore', 'db.json', 'runs/1/run.json', 'runs/1/definition.json']) {
		expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
	}

	expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'db.json', 'runs']);
});

test('files of jobs have names that every file system takes, each its own', async () => {
	const jobs = [
		'test:unit',
		'test-unit',
		'Test-Unit',
		'test: [a, b]',
		'a/b',
		'../../etc/passwd',
		'.hidden',
		'测试',
		'***',
		'x'.repeat(255),
		`${'x'.repeat(254)}y`,
		'é',
		'e\u0301',
	];
	const store = await openStore(await temporaryFolder());
	const recorder = await store.startRun(aPlan(...jobs.map(name => aJob(name))), t0);
	const names = jobs.map(job => basename(recorder.logFile(job, 1)));
	expect(names[0]).toBe('test-unit.1.log');
	expect(new Set(names.map(name => name.normalize('NFKD').toLowerCase())).size).toBe(jobs.length);
	for (const [place, name] of names.entries()) {
		const file = recorder.logFile(jobs[place] ?? '', 1);
		expect(join(store.folder, 'runs/1', name)).toBe(file);
		expect(Buffer.byteLength(`${name}.commands`)).toBeLessThan(255);
		expect(name).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*\.1\.log$/u);
		await writeFile(file, '', {flag: 'wx'});
		await writeFile(recorder.artifactFile(jobs[place] ?? '', 1), '', {flag: 'wx'});
	}

	expect(recorder.artifactFile('test:unit', 2)).toBe(join(store.folder, 'artifacts/1/test-unit.2.tar'));
	await recorder.close();
});

test('a broken db.json is put aside, said so, and made again from the runs', async () => {
	const root = await temporaryFolder();
	await finishedRun(root);
	await finishedRun(root);
	const healthy = await openStore(root);
	const [runs, catalog] = [await healthy.runs(), await healthy.catalog()];
	for (const broken of ['{"pipelines": [', '', 'null', '[]', '{"last_run": 1}']) {
		const folder = join(root, '.ci-tui');
		await writeFile(join(folder, 'db.json'), broken);
		const store = await openStore(root);
		expect(store.mended).toEqual([expect.stringContaining('db.json')]);
		expect(await store.runs()).toEqual(runs);
		expect(await store.catalog()).toEqual(catalog);
		const aside = (await readdir(folder)).filter(name => name.startsWith('db.json.broken-'));
		expect(await readFile(join(folder, aside.at(-1) ?? ''), 'utf8')).toBe(broken);
		for (const name of aside) await rm(join(folder, name));
		expect((await openStore(root)).mended).toEqual([]);
	}

	await rm(join(root, '.ci-tui/db.json'));
	expect(await (await openStore(root)).runs()).toEqual(runs);
	expect(await finishedRun(root)).toBe(3);
});

test("a broken run.json loses that run's details and nothing else", async () => {
	const root = await temporaryFolder();
	await finishedRun(root);
	await finishedRun(root);
	const file = join(root, '.ci-tui/runs/1/run.json');
	await writeFile(file, '{"pipeline_execution": {');
	const store = await openStore(root);
	const document = await store.run(1);
	expect(document?.pipeline_execution).toMatchObject({run_number: 1, status: 'Success'});
	expect(document?.job_executions.map(({name, status, reason}) => [name, status, reason])).toEqual(
		plan.jobs.map(({name}) => [name, 'Canceled', 'unknown: the record of this run was damaged']),
	);
	expect(store.mended).toEqual([expect.stringContaining('run.json.broken-')]);
	expect((await store.runs()).length).toBe(2);
});

test('the oldest runs are removed, those that are open never, and numbers are not used again', async () => {
	const root = await temporaryFolder();
	const store = await openStore(root);
	const open = await store.startRun(plan, t0);
	await writeFile(open.artifactFile('unit', 1), '');
	for (let count = 0; count < 4; count++) await finishedRun(root);
	expect(await store.removeRuns(2)).toEqual([3, 2]);
	expect((await store.runs()).map(({run_number}) => run_number)).toEqual([5, 4, 1]);
	expect((await readdir(join(store.folder, 'runs'))).sort()).toEqual(['1', '4', '5']);
	await open.close();
	expect(await store.removeRuns(0)).toEqual([5, 4, 1]);
	expect(await readdir(join(store.folder, 'artifacts'))).toEqual([]);
	expect(await finishedRun(root)).toBe(6);
});

test('a request to cancel reaches the process that runs, once', async () => {
	const root = await temporaryFolder();
	const recorder = await (await openStore(root)).startRun(plan, t0);
	const canceled = vi.fn();
	recorder.onCancelRequested(canceled);
	const other = await openStore(root);
	expect(await other.requestCancel(recorder.run)).toBe(true);
	await vi.waitFor(() => expect(canceled).toHaveBeenCalledTimes(1), 10_000);
	await tell(recorder, [runStarted(1), runFinished(1, 'Canceled')]);
	expect(await other.requestCancel(recorder.run)).toBe(false);
	await recorder.close();
	expect(await other.requestCancel(99)).toBe(false);
});

test('a write that fails rejects with an error for the user, keeps what was good, and is made up for', async () => {
	const store = await openStore(await temporaryFolder());
	const recorder = await store.startRun(plan, t0);
	const file = join(store.folder, 'runs/1/run.json');
	const good = await readFile(file, 'utf8');
	// What is in the way of the file that would be renamed.
	const obstacle = `${file}.${process.pid}.tmp`;
	await mkdir(join(obstacle, 'x'), {recursive: true});
	await expect(tell(recorder, [runStarted(1)])).rejects.toMatchObject({code: 'STORE_NOT_WRITTEN', exitCode: 3});
	expect(await readFile(file, 'utf8')).toBe(good);
	await rm(obstacle, {recursive: true});
	await recorder.flush();
	expect((await store.run(1))?.pipeline_execution.status).toBe('Running');
	await recorder.close();
});

test("events are written together, and at once when the run's status changes", async () => {
	const store = await openStore(await temporaryFolder());
	const jobs = Array.from({length: 500}, (_, index) => aJob(`job ${index}`));
	const recorder = await store.startRun(aPlan(...jobs), t0);
	for (const {name} of jobs) recorder.record(started(name, 'test'));
	recorder.record(runStarted(1));
	await vi.waitFor(async () => expect((await store.run(1))?.pipeline_execution.status).toBe('Running'), 10_000);
	expect((await store.run(1))?.job_executions.filter(({status}) => status === 'Running').length).toBe(500);
	await recorder.close();
});

test('ten thousand runs are listed', async () => {
	const root = await temporaryFolder();
	const store = await openStore(root);
	await finishedRun(root);
	const [run] = await store.runs();
	const database = JSON.parse(await readFile(join(store.folder, 'db.json'), 'utf8'));
	database.last_run = 10_000;
	database.pipeline_executions = Array.from({length: 10_000}, (_, index) => ({
		...run,
		id: `${run?.id}-${index}`,
		run_number: index + 1,
	}));
	await writeFile(join(store.folder, 'db.json'), JSON.stringify(database));
	const runs = await (await openStore(root)).runs();
	expect([runs.length, runs[0]?.run_number, runs.at(-1)?.run_number]).toEqual([10_000, 10_000, 1]);
});
