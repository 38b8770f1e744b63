import {existsSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {jsonLines, runProgram} from '../support/program.js';
import {aRepository} from '../support/repository.js';

/** Where tools of this kind are known to differ from GitLab. */

async function run(
	pipeline: string,
	options: {readonly args?: readonly string[]; readonly files?: Record<string, string>} = {},
) {
	const {args = [], files = {}} = options;
	const {root, git} = aRepository({'.gitlab-ci.yml': pipeline, ...files});
	const ended = await runProgram(['run', '--json', '--executor', 'shell', ...args], {cwd: root});
	const events = jsonLines(ended.stdout);
	const of = (type: string, job: string) => events.filter(event => event['type'] === type && event['job'] === job);
	return {
		...ended,
		root,
		git,
		events,
		last: (job: string) => of('job-finished', job).at(-1),
		attempts: (job: string) => of('job-started', job).length,
		lines: (job: string) => of('job-log', job).map(event => String(event['text'])),
		jobs: [...new Set(events.filter(event => event['type'] === 'job-finished').map(event => String(event['job'])))],
		startedAt: (job: string) => Date.parse(String(of('job-started', job)[0]?.['at'])),
	};
}

test('retry tries again as often as it says, and only after the failures it names', async () => {
	const {code, attempts, last} = await run(`
flaky: {script: [exit 1], retry: 2}
fits: {script: [exit 9], retry: {max: 1, exit_codes: 9}}
other: {script: [exit 8], retry: {max: 2, exit_codes: 9}}
system: {script: [exit 1], retry: {max: 2, when: runner_system_failure}}
`);
	expect(code).toBe(1);
	expect(['flaky', 'fits', 'other', 'system'].map(attempts)).toEqual([3, 2, 1, 1]);
	expect(last('flaky')).toMatchObject({status: 'Failed', attempt: 3});
});

test('timeout ends a job that takes too long, and fails it', async () => {
	const {code, last} = await run(
		'slow: {script: [sleep 600], timeout: 1 second}\nquick: {script: [echo], timeout: 1h}',
	);
	expect(code).toBe(1);
	expect(last('slow')).toMatchObject({status: 'Failed', reason_kind: 'timeout'});
	expect(last('quick')).toMatchObject({status: 'Success'});
});

test('only and except are honoured', async () => {
	const {jobs} = await run(`
on-main: {script: [echo], only: [main]}
on-tags: {script: [echo], only: [tags]}
but-main: {script: [echo], except: [main]}
by-regex: {script: [echo], only: [/^ma/]}
by-variable: {script: [echo], only: {variables: ['$CI_COMMIT_BRANCH == "main"']}}
scheduled: {script: [echo], only: [schedules]}
merge: {script: [echo], only: [merge_requests]}
`);
	expect(jobs.sort()).toEqual(['by-regex', 'by-variable', 'on-main']);
});

test('a delayed job waits its time', async () => {
	const {code, startedAt, events} = await run(
		'later: {script: [echo], when: delayed, start_in: 2 seconds}\nnow: {script: [echo]}',
	);
	expect(code).toBe(0);
	const began = Date.parse(String(events[0]?.['at']));
	expect(startedAt('later') - began).toBeGreaterThanOrEqual(2000);
});

test('a workflow of which no rule matches runs nothing, says so and is no failure', async () => {
	const {code, stdout, stderr, root} = await run('workflow: {rules: [{if: $NEVER}]}\na: {script: [echo]}');
	expect([code, stdout]).toEqual([0, '']);
	expect(stderr).toContain('nothing runs: no rule of the workflow matches');
	expect(existsSync(path.join(root, '.ci-tui/runs/1'))).toBe(false);
	const plain = await runProgram(['run', '--executor', 'shell'], {cwd: root});
	expect([plain.code, plain.stdout]).toEqual([
		0,
		expect.stringContaining('nothing runs: no rule of the workflow matches'),
	]);
});

test('allow_failure:exit_codes allows these and no others', async () => {
	const pipeline =
		'a: {script: [exit $CODE], allow_failure: {exit_codes: [42, 43]}}\nb: {stage: deploy, script: [echo]}';
	const allowed = await run(pipeline, {args: ['--variable', 'CODE=43']});
	expect([allowed.code, allowed.last('b')?.['status']]).toEqual([0, 'Success']);
	expect(allowed.last('a')).toMatchObject({status: 'Failed', allow_failure: true});
	const other = await run(pipeline, {args: ['--variable', 'CODE=1']});
	expect([other.code, other.last('b')?.['status']]).toEqual([1, 'Canceled']);
	expect(other.last('a')).toMatchObject({status: 'Failed', allow_failure: false});
});

test('artifacts:when: on_failure saves when the job fails, and not when it passes', async () => {
	const {root} = await run(`
fails: {script: [echo x > log, exit 1], artifacts: {paths: [log], when: on_failure}}
passes: {script: [echo x > log], artifacts: {paths: [log], when: on_failure}}
usual: {script: [echo x > log, exit 1], artifacts: {paths: [log]}}
`);
	const saved = ['fails', 'passes', 'usual'].map(job =>
		existsSync(path.join(root, `.ci-tui/artifacts/1/${job}.1.tar`)),
	);
	expect(saved).toEqual([true, false, false]);
});

test('a job that waits for a manual job waits on, and does not end or fail the run', async () => {
	const {code, last} = await run(`
stages: [build, approve, ship]
build: {stage: build, script: [echo]}
approve: {stage: approve, script: [echo], when: manual, allow_failure: false}
ship: {stage: ship, script: [echo]}
needing: {stage: ship, needs: [approve], script: [echo]}
optional: {stage: build, script: [echo], when: manual}
`);
	expect(code).toBe(0);
	for (const job of ['ship', 'needing']) {
		expect(last(job)).toMatchObject({status: 'Pending', reason: 'waits for manual job approve', attempt: 0});
	}

	expect(last('approve')).toMatchObject({status: 'Pending', reason: 'manual'});
	expect(last('build')).toMatchObject({status: 'Success'});
});

test('jobs of a matrix are named as GitLab names them, and so are numbered ones', async () => {
	const {code, jobs, lines} = await run(`
deploy:
  script: ['echo "$PROVIDER $STACK"']
  parallel: {matrix: [{PROVIDER: aws, STACK: [app, db]}, {PROVIDER: [gcp], STACK: [web]}]}
part: {script: ['echo $CI_NODE_INDEX of $CI_NODE_TOTAL'], parallel: 2}
`);
	expect(code).toBe(0);
	expect(jobs.sort()).toEqual([
		'deploy: [aws, app]',
		'deploy: [aws, db]',
		'deploy: [gcp, web]',
		'part 1/2',
		'part 2/2',
	]);
	expect(lines('deploy: [gcp, web]')).toContain('gcp web');
	expect(lines('part 2/2')).toContain('2 of 2');
});

test.each([
	['', 'FILE_EMPTY'],
	['# nothing yet\n', 'FILE_EMPTY'],
	['---\n', 'FILE_EMPTY'],
	['stages: [build]\n', 'NO_JOBS'],
])('the file %j is an error', async (text, expected) => {
	const {code, stderr} = await run(text);
	expect(code).toBe(2);
	expect(stderr).toContain(expected);
});

test('jobs of one resource group never run at the same time, in two runs at once either', async () => {
	const {root} = aRepository({
		'.gitlab-ci.yml': `
.deploy: {script: ['test ! -e "$LOCK"', 'touch "$LOCK"', 'sleep 0.3', 'rm "$LOCK"'], resource_group: staging}
one: {extends: .deploy}
two: {extends: .deploy}
free: {script: [echo]}
`,
	});
	const args = [
		'run',
		'--ui',
		'quiet',
		'--executor',
		'shell',
		'--variable',
		`LOCK=${path.join(root, '.ci-tui', 'lock')}`,
	];
	const runs = await Promise.all([1, 2].map(() => runProgram(args, {cwd: root})));
	expect(runs.map(({code, stdout}) => [code, stdout])).toEqual([
		[0, expect.anything()],
		[0, expect.anything()],
	]);
});
