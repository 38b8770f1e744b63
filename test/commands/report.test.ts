import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {report} from '../../source/commands/report.js';
import {aFailedRun, aRepository, aRunningRun} from './past-runs.js';

const nothing = {json: false, logs: false};

test('a repository in which nothing was run says how to begin', async () => {
	const repository = await aRepository();
	expect(await report(repository, nothing)).toBe(0);
	expect(repository.printed()).toBe('nothing has been run here yet: start with `ci-tui run`\n');
	await expect(report(repository, {...nothing, run: 3})).rejects.toMatchObject({
		exitCode: 2,
		code: 'RUN_UNKNOWN',
		message: 'there is no run 3',
	});
	await expect(report(repository, {...nothing, logs: true})).rejects.toMatchObject({exitCode: 2});
});

test('runs are listed newest first', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	const running = await aRunningRun(repository.store);
	await report(repository, nothing);
	await running.close();
	expect(repository.printed()).toBe(
		`run  status     when     took     branch        pipeline
#2   ● running  1 h ago  1:00:00  main@3f2c1a9  api
#1   ✘ failed   1 h ago  1:12     main@3f2c1a9  api
`,
	);
});

test('a run is told by its stages, jobs and attempts', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await report(repository, {...nothing, run: 1});
	expect(repository.printed()).toBe(
		`#1  api  main@3f2c1a9  ✘ failed  1:12
started 2026-11-23T10:00:00.000Z

build
  compile               ✔ passed                19s  runs/1/compile.1.log
test
  unit  attempt 1 of 2  ✘ failed, exit 1        10s  runs/1/unit.1.log
  unit  attempt 2 of 2  ✘ failed, exit 1        10s  runs/1/unit.2.log
  lint                  ⊘ skipped: unit failed
`,
	);
});

test('a stage or a job is told of the newest run when none is named', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await report(repository, {...nothing, stage: 'build'});
	expect(repository.printed()).toContain('compile');
	expect(repository.printed()).not.toContain('unit');
	const other = {...repository, ...(await aRepository()), store: repository.store};
	await report(other, {...nothing, job: 'unit'});
	expect(other.printed()).toContain('unit  attempt 2 of 2');
	expect(other.printed()).not.toContain('build');
});

test('JSON has the stored field names, newest first, jobs inside their stages', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await aFailedRun(repository);
	await report(repository, {...nothing, json: true});
	expect(JSON.parse(repository.printed())).toEqual(await repository.store.runs());
	expect(JSON.parse(repository.printed())[0]).toMatchObject({run_number: 2, status: 'Failed'});

	const one = {...(await aRepository()), store: repository.store};
	await report(one, {...nothing, json: true, run: 1});
	const document = JSON.parse(one.printed());
	const stored = await repository.store.run(1);
	const {stage_executions, ...execution} = document;
	expect(execution).toEqual(stored?.pipeline_execution);
	expect(stage_executions.flatMap(({job_executions}: {job_executions: unknown[]}) => job_executions)).toEqual(
		stored?.job_executions,
	);
	expect(
		stage_executions.map(({name, job_executions}: {name: string; job_executions: unknown[]}) => [
			name,
			job_executions.length,
		]),
	).toEqual([
		['build', 1],
		['test', 3],
	]);
});

test('logs are printed with headings, and one log alone without', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await report(repository, {...nothing, logs: true});
	const {folder} = repository.store;
	expect(repository.printed()).toBe(
		`══ compile  passed  ${folder}/runs/1/compile.1.log
$ make
compile 1
══ unit  attempt 1 of 2  failed, exit 1  ${folder}/runs/1/unit.1.log
$ make
unit 1
══ unit  attempt 2 of 2  failed, exit 1  ${folder}/runs/1/unit.2.log
$ make
unit 2
`,
	);
	const one = {...(await aRepository()), store: repository.store, color: true};
	await report(one, {...nothing, logs: true, job: 'compile'});
	expect(one.printed()).toBe('$ make\n\u001b[31mcompile 1\u001b[0m\n');
	const none = {...(await aRepository()), store: repository.store};
	await report(none, {...nothing, logs: true, job: 'lint'});
	expect([none.printed(), none.told()]).toEqual(['', 'no job of these has started, so there is no log\n']);
});

test('logs in JSON are one ExecutionLog a line', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await report(repository, {json: true, logs: true, job: 'compile'});
	const lines = repository
		.printed()
		.trim()
		.split('\n')
		.map(line => JSON.parse(line));
	const execution = (await repository.store.run(1))?.job_executions[0];
	expect(lines.map(({log_text}) => log_text)).toEqual(['$ make', 'compile 1']);
	for (const line of lines)
		expect(line).toMatchObject({execution_id: execution?.id, timestamp: '2026-11-23T10:00:01.000Z'});
	expect(new Set(lines.map(({id}) => id)).size).toBe(2);
});

test('an unknown run, stage or job is an error that names the nearest', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await expect(report(repository, {...nothing, run: 7})).rejects.toMatchObject({
		exitCode: 2,
		code: 'RUN_UNKNOWN',
		message: 'there is no run 7',
		hint: 'the newest is 1',
	});
	await expect(report(repository, {...nothing, run: 1, stage: 'biuld'})).rejects.toMatchObject({
		exitCode: 2,
		code: 'STAGE_UNKNOWN',
		message: 'run 1 has no stage "biuld"',
		hint: 'did you mean "build"?',
	});
	await expect(report(repository, {...nothing, job: 'deploy'})).rejects.toMatchObject({
		exitCode: 2,
		code: 'JOB_UNKNOWN',
		message: 'run 1 has no job "deploy"',
		hint: 'its jobs: compile, unit, lint',
	});
	await expect(report(repository, {...nothing, stage: 'build', job: 'unit'})).rejects.toMatchObject({
		code: 'JOB_UNKNOWN',
		message: 'stage "build" of run 1 has no job "unit"',
	});
});

test('what had to be mended is said', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await writeFile(join(repository.store.folder, 'db.json'), '{');
	await report(repository, nothing);
	expect(repository.told()).toMatch(/^db\.json could not be read/);
	expect(repository.printed()).toContain('#1');
});
