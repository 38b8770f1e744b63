import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {jsonLines, runProgram} from '../support/program.js';
import {aRepository, type Repository} from '../support/repository.js';

const shell = ['--executor', 'shell'];

async function run(repository: Pick<Repository, 'root'>, ...args: readonly string[]) {
	const {code, stdout, stderr} = await runProgram(['run', '--json', ...shell, ...args], {cwd: repository.root});
	const events = jsonLines(stdout);
	const finished = (job: string) => events.findLast(event => event['type'] === 'job-finished' && event['job'] === job);
	const lines = (job: string) =>
		events.flatMap(event => (event['type'] === 'job-log' && event['job'] === job ? [String(event['text'])] : []));
	return {code, stderr, finished, lines};
}

test('a dotenv report gives its variables to the jobs that get its artifacts, over the file and under the user', async () => {
	const repository = aRepository({
		'.gitlab-ci.yml': `
stages: [build, test, ship]
variables: {FROM: file, GIVEN: file, SEEN: "<$VERSION, $FROM>"}
version:
  stage: build
  script: ["printf 'VERSION=1.2\\nFROM=dotenv\\nGIVEN=dotenv\\nURL=http://$H\\n' > build.env"]
  artifacts: {reports: {dotenv: build.env}}
show: &show
  stage: test
  variables: {H: host}
  script: ['echo "version [$VERSION] from $FROM given $GIVEN seen $SEEN url $URL"; test ! -e build.env']
none: {<<: *show, dependencies: []}
other: {<<: *show, needs: []}
without: {<<: *show, needs: [{job: version, artifacts: false}]}
needing: {<<: *show, stage: ship, needs: [version]}
override:
  stage: test
  script: ['echo VERSION=2.0 > again.env']
  artifacts: {reports: {dotenv: again.env}}
later: {<<: *show, stage: ship}
`,
	});
	const {code, lines} = await run(repository, '--variable', 'GIVEN=user');
	expect(code).toBe(0);
	const told = (job: string) => lines(job).find(line => line.startsWith('version ['));
	const empty = 'version [] from file given user seen <, file> url ';
	expect(told('show')).toBe('version [1.2] from dotenv given user seen <1.2, dotenv> url http://host');
	expect(told('needing')).toBe(told('show'));
	expect(told('later')).toContain('version [2.0] from dotenv');
	expect([told('none'), told('other'), told('without')].map(line => line?.trimEnd())).toEqual(
		Array(3).fill(empty.trimEnd()),
	);
});

test('a retry in another process still gets the variables', async () => {
	const repository = aRepository({
		'.gitlab-ci.yml': `
stages: [build, test]
version: {stage: build, script: ['echo VERSION=1.2 > v.env'], artifacts: {reports: {dotenv: v.env}}}
use: {stage: test, script: ['echo "v $VERSION"', test -e fixed]}
`,
	});
	expect((await run(repository)).code).toBe(1);
	repository.write('fixed', '');
	const {stdout} = await runProgram(['retry', '--json', ...shell], {cwd: repository.root});
	expect(jsonLines(stdout).map(event => event['text'])).toContain('v 1.2');
});

test('a dotenv report that GitLab refuses fails its job, and says why', async () => {
	const repository = aRepository({
		'.gitlab-ci.yml': `a: {script: ['printf "A=1\\n\\n# no\\n" > a.env'], artifacts: {reports: {dotenv: a.env}}}`,
	});
	const {code, finished, lines} = await run(repository);
	expect(code).not.toBe(0);
	expect(finished('a')).toMatchObject({status: 'Failed', reason_kind: 'runner'});
	expect(lines('a').join('\n')).toContain('a.env, line 2');
});

const junit = (name: string, inner: string) => `<testsuite><testcase name="${name}">${inner}</testcase></testsuite>`;

test('junit reports are read, also of a job that fails, from all files that match', async () => {
	const repository = aRepository({
		'good.xml': junit('adds', ''),
		'bad.xml': junit('removes', '<failure message="expected 1"/>'),
		'.gitlab-ci.yml': `
unit:
  script: [mkdir -p reports, cp *.xml reports, exit 1]
  artifacts: {reports: {junit: ['reports/*.xml']}}
bare: {script: [echo], artifacts: {reports: {junit: nothing.xml}}}
`,
	});
	const {code, finished} = await run(repository);
	expect(code).toBe(1);
	expect(finished('unit')).toMatchObject({tests: {total: 2, failed: 1, skipped: 0, errors: 0}});
	expect(finished('bare')).not.toHaveProperty('tests');
	const stored = JSON.parse(
		(await runProgram(['report', '--json', '--run', '1', '--job', 'unit'], {cwd: repository.root})).stdout,
	);
	expect(stored.stage_executions[0].job_executions[0]).toMatchObject({tests: {total: 2, failed: 1}});
	const kept = readFileSync(path.join(repository.root, '.ci-tui/runs/1/unit.1.log.tests.json'), 'utf8');
	expect(JSON.parse(kept).failures).toMatchObject([{name: 'removes', message: 'expected 1'}]);
	const {stdout} = await runProgram(['report', '--run', '1'], {cwd: repository.root});
	expect(stdout).toContain('1 of 2 tests failed');
});

test('coverage is the last number the expression finds, and none when it finds none', async () => {
	const repository = aRepository({
		'.gitlab-ci.yml': `
one: {script: ['echo "Total: 10.5%"', 'echo "Total: 82.25%"'], coverage: '/Total: (\\d+\\.\\d+)%/'}
none: {script: [echo nothing to find], coverage: '/Total: (\\d+)%/'}
failing: {script: ['echo "Total: 7%"; exit 1'], coverage: '/Total: \\d+%/', allow_failure: true}
`,
	});
	const {finished} = await run(repository);
	expect(finished('one')).toMatchObject({coverage: 82.25});
	expect(finished('none')).not.toHaveProperty('coverage');
	expect(finished('failing')).toMatchObject({coverage: 7});
	const {stdout} = await runProgram(['report', '--json', '--run', '1', '--job', 'one'], {cwd: repository.root});
	expect(JSON.parse(stdout).stage_executions[0].job_executions[0]).toMatchObject({coverage: 82.25});
});
