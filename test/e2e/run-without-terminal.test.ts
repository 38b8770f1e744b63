import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test, vi} from 'vitest';
import {jsonLines, runProgram, startProgram} from '../support/program.js';
import {aRepository} from '../support/repository.js';

const shell = ['--executor', 'shell'];
const patient = {timeout: 60_000, interval: 20};

const pipeline = `
stages: [build, test, ship]
compile:
  stage: build
  script: [mkdir out, echo made > out/app, echo compiled]
  artifacts: {paths: [out/]}
unit:
  stage: test
  script: [cat out/app, echo "wrong" >&2, exit 4]
lint:
  stage: test
  allow_failure: true
  script: [exit 3]
publish:
  stage: ship
  script: [echo never]
cleanup:
  stage: ship
  when: always
  script: [echo cleaned]
approve:
  stage: ship
  when: manual
  script: [echo approved]
`;

test('a failing run tells every job once as JSON, and exits with 1', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': pipeline});
	const {code, stdout} = await runProgram(['run', '--json', ...shell], {cwd: root});
	const events = jsonLines(stdout);
	const finished = events.filter(event => event['type'] === 'job-finished');
	expect(code).toBe(1);
	expect(
		finished
			.map(event => [event['job'], event['status'], event['reason'], event['exit_code'], event['attempt']])
			.sort(),
	).toEqual([
		['approve', 'Canceled', 'skipped: unit failed', null, 0],
		['cleanup', 'Success', null, 0, 1],
		['compile', 'Success', null, 0, 1],
		['lint', 'Failed', 'exit 3', 3, 1],
		['publish', 'Canceled', 'skipped: unit failed', null, 0],
		['unit', 'Failed', 'exit 4', 4, 1],
	]);
	expect(events.at(0)).toMatchObject({type: 'run-started', run: 1, pipeline: path.basename(root)});
	expect(events.at(-1)).toMatchObject({type: 'run-finished', run: 1, status: 'Failed'});
	const logs = events
		.filter(event => event['type'] === 'job-log' && event['job'] === 'unit')
		.map(event => event['text']);
	expect(logs).toEqual(expect.arrayContaining(['made', 'wrong']));
});

test('plain output ends with the failure, its exit code and where its log is', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': pipeline});
	const {code, stdout} = await runProgram(['run', ...shell], {cwd: root});
	expect(code).toBe(1);
	expect(stdout).toContain('wrong');
	expect(stdout).toMatch(/unit.*exit 4/);
	const log = /\.ci-tui\/runs\/1\/unit\.1\.log/.exec(stdout)?.[0];
	expect(log).toBeDefined();
	expect(readFileSync(path.join(root, log ?? ''), 'utf8')).toContain('wrong');
});

test('nothing a job writes lands in the tree, artifacts lie under .ci-tui/artifacts', async () => {
	const {root, git} = aRepository({'.gitlab-ci.yml': pipeline});
	await runProgram(['run', 'compile', ...shell], {cwd: root});
	expect(existsSync(path.join(root, 'out'))).toBe(false);
	expect(git('status', '--porcelain')).toBe('');
	expect(existsSync(path.join(root, '.ci-tui/artifacts'))).toBe(true);
});

test('report goes down from runs to stages to jobs to logs', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': pipeline});
	await runProgram(['run', '--ui', 'quiet', ...shell], {cwd: root});
	const report = async (...args: string[]) =>
		JSON.parse((await runProgram(['report', '--json', ...args], {cwd: root})).stdout);
	const runs = await report();
	expect(runs).toMatchObject([{run_number: 1, status: 'Failed'}]);
	const run = await report('--run', '1');
	expect(run.stage_executions.map((stage: {name: string; status: string}) => [stage.name, stage.status])).toEqual([
		['build', 'Success'],
		['test', 'Failed'],
		['ship', 'Success'],
	]);
	expect(run.stage_executions[1].job_executions).toMatchObject([
		{status: 'Failed', logs: 'runs/1/unit.1.log'},
		{status: 'Failed', allow_failure: true},
	]);
	const logs = await runProgram(['report', '--run', '1', '--job', 'unit', '--logs'], {cwd: root});
	expect(logs.stdout).toContain('wrong');
});

test('retry runs what failed again, with what was skipped because of it, in the same run', async () => {
	const {root, write} = aRepository({'.gitlab-ci.yml': pipeline.replace('exit 4', 'test -e fixed')});
	expect((await runProgram(['run', '--ui', 'quiet', ...shell], {cwd: root})).code).toBe(1);
	write('fixed', '');
	const {code, stdout} = await runProgram(['retry', '--json', ...shell], {cwd: root});
	const started = jsonLines(stdout).filter(event => event['type'] === 'job-started');
	expect(code).toBe(0);
	expect(started.map(event => [event['job'], event['attempt']]).sort()).toEqual([
		['publish', 1],
		['unit', 2],
	]);
});

test('retry of a run of some jobs stays with these jobs', async () => {
	const {root, write} = aRepository({'.gitlab-ci.yml': pipeline.replace('exit 4', 'test -e fixed')});
	await runProgram(['run', 'unit', '--ui', 'quiet', ...shell], {cwd: root});
	write('fixed', '');
	const {code, stdout} = await runProgram(['retry', '--json', ...shell], {cwd: root});
	expect(code).toBe(0);
	expect(
		jsonLines(stdout)
			.filter(event => event['type'] === 'job-started')
			.map(event => event['job']),
	).toEqual(['unit']);
});

test('two runs that start at once have different numbers, and both are kept', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': 'a: {script: [echo hi]}'});
	const runs = await Promise.all([1, 2, 3].map(() => runProgram(['run', '--ui', 'quiet', ...shell], {cwd: root})));
	expect(runs.map(run => run.code)).toEqual([0, 0, 0]);
	const {stdout} = await runProgram(['report', '--json'], {cwd: root});
	expect(JSON.parse(stdout).map((run: {run_number: number}) => run.run_number)).toEqual([3, 2, 1]);
});

test.each([
	['SIGINT', 130],
	['SIGTERM', 143],
] as const)('%s cancels the run and exits with %i', async (signal, expected) => {
	const {root} = aRepository({
		'.gitlab-ci.yml': 'long: {script: [echo begun, sleep 300]}\nnext: {needs: [long], script: [echo]}',
	});
	const program = startProgram(['run', '--json', ...shell], {cwd: root});
	await vi.waitFor(() => expect(program.stdout()).toContain('"begun"'), patient);
	program.child.kill(signal);
	const {code, stdout} = await program.ended;
	expect(code).toBe(expected);
	const finished = jsonLines(stdout).filter(event => event['type'] === 'job-finished');
	expect(finished.map(event => [event['job'], event['status']]).sort()).toEqual([
		['long', 'Canceled'],
		['next', 'Canceled'],
	]);
});

test('cancel from another terminal reaches the run', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': 'long: {script: [echo begun, sleep 300]}'});
	const program = startProgram(['run', '--json', ...shell], {cwd: root});
	await vi.waitFor(() => expect(program.stdout()).toContain('"begun"'), patient);
	expect((await runProgram(['cancel'], {cwd: root})).code).toBe(0);
	expect((await program.ended).code).toBe(130);
});

test('a wrong pipeline exits with 2 and shows every problem with its place', async () => {
	const {root} = aRepository({
		'.gitlab-ci.yml': 'build:\n  script: [make]\n  stge: build\ntest:\n  script: [make test]\n  needs: [biuld]\n',
	});
	const {code, stderr} = await runProgram(['run', ...shell], {cwd: root});
	expect(code).toBe(2);
	expect(stderr).toContain('.gitlab-ci.yml:3:3');
	expect(stderr).toContain('did you mean "stage"');
	expect(stderr).toContain('.gitlab-ci.yml:6:11');
	const check = await runProgram(['check', '--json'], {cwd: root});
	expect(check.code).toBe(2);
	expect(JSON.parse(check.stdout)).toMatchObject({
		valid: false,
		diagnostics: [{severity: 'error', line: 3, column: 3}, {line: 6}],
	});
});

test('a wrong command line exits with 2 and one line that helps', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': 'a: {script: [echo]}'});
	for (const args of [['rnu'], ['run', '--executr', 'shell'], ['run', 'b'], ['report', '--run', '9']]) {
		const {code, stderr} = await runProgram(args, {cwd: root});
		expect([args, code]).toEqual([args, 2]);
		expect(stderr).not.toMatch(/^\s+at /m);
		expect(stderr).toContain('hint');
	}
});

test('without an engine docker says so and exits with 3, auto goes on with this host and says so', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': 'a: {script: [echo ran]}'});
	const env = {DOCKER_HOST: `unix://${root}/nothing.sock`};
	const docker = await runProgram(['run', '--executor', 'docker'], {cwd: root, env});
	expect(docker.code).toBe(3);
	expect(docker.stderr).toContain('ENGINE_UNREACHABLE');
	const auto = await runProgram(['run', '--executor', 'auto'], {cwd: root, env});
	expect(auto.code).toBe(0);
	expect(auto.stdout + auto.stderr).toContain('on this host');
});

test('--commit runs that commit in a clone, and the working tree is not looked at', async () => {
	const {root, write, commit} = aRepository({'.gitlab-ci.yml': 'a: {script: [cat word]}', word: 'old\n'});
	const first = commit.length > 0 ? aHead(root) : '';
	write('word', 'new\n');
	const {stdout} = await runProgram(['run', '--json', '--commit', first, ...shell], {cwd: root});
	const words = jsonLines(stdout)
		.filter(event => event['type'] === 'job-log')
		.map(event => event['text']);
	expect(words).toContain('old');
	expect(words).not.toContain('new');
	expect(jsonLines(stdout)[0]).toMatchObject({commit_hash: first});
});

function aHead(root: string): string {
	return readFileSync(path.join(root, '.git/refs/heads/main'), 'utf8').trim();
}
