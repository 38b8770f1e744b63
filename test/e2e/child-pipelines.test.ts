import {expect, test, vi} from 'vitest';
import {jsonLines, runProgram, startProgram} from '../support/program.js';
import {aRepository, type Repository} from '../support/repository.js';

const shell = ['--executor', 'shell'];

interface Line extends Record<string, unknown> {
	readonly event?: Line;
}

async function run({root}: Pick<Repository, 'root'>, ...args: readonly string[]) {
	const {code, stdout, stderr} = await runProgram(['run', '--json', ...shell, ...args], {cwd: root});
	const events = jsonLines(stdout) as readonly Line[];
	const finished = Object.fromEntries(
		events.filter(event => event['type'] === 'job-finished').map(event => [event['job'], event['status']]),
	);
	return {code, stderr, events, finished, children: childJobs(events), lines: linesOf(events)};
}

/** `trigger / job: status`, however deep. */
function childJobs(events: readonly Line[], within = ''): readonly string[] {
	return events
		.flatMap(({type, job, event, status}) => {
			if (type === 'child-event' && event !== undefined) return childJobs([event], `${within}${job} / `);
			return type === 'job-finished' && within !== '' ? [`${within}${job}: ${status}`] : [];
		})
		.sort();
}

function linesOf(events: readonly Line[]): readonly string[] {
	return events.flatMap(event => {
		if (event.event !== undefined) return linesOf([event.event]);
		return event['type'] === 'job-log' ? [String(event['text'])] : [];
	});
}

const child = `
stages: [build, check]
make: {stage: build, script: ['echo "made in $CI_PIPELINE_SOURCE for $TARGET, $SHARED, [$OWN]"']}
look: {stage: check, script: [exit $CODE]}
never: {script: [echo], stage: check, rules: [{if: '$CI_PIPELINE_SOURCE != "parent_pipeline"'}]}
`;

test('a child pipeline from a local file runs with what is forwarded, as a part of the run', async () => {
	const repository = aRepository({
		'ci/child.yml': child,
		'.gitlab-ci.yml': `
variables: {SHARED: of the file, CODE: "0"}
stages: [start, after]
child:
  stage: start
  variables: {TARGET: "linux-$CI_JOB_NAME"}
  trigger: {include: ci/child.yml, strategy: depend}
after: {stage: after, script: [echo after]}
`,
	});
	repository.write('.ci-tui/variables.yml', 'OWN: of the project\n');
	const {code, finished, children, lines, events} = await run(repository, '--variable', 'GIVEN=1');
	expect(code).toBe(0);
	expect(finished).toEqual({child: 'Success', after: 'Success'});
	expect(children).toEqual(['child / look: Success', 'child / make: Success']);
	expect(lines).toContain('made in parent_pipeline for linux-child, of the file, [of the project]');
	const order = events.map(event => `${event['type']} ${event['job']}`);
	expect(order.indexOf('job-started after')).toBeGreaterThan(order.lastIndexOf('child-event child'));
	const runs = JSON.parse((await runProgram(['report', '--json'], {cwd: repository.root})).stdout);
	expect(runs).toMatchObject([
		{run_number: 2, parent_run: 1, parent_job: 'child', status: 'Success'},
		{run_number: 1, status: 'Success'},
	]);
	const newest = JSON.parse((await runProgram(['report', '--json', '--job', 'after'], {cwd: repository.root})).stdout);
	expect(newest).toMatchObject({run_number: 1});
});

test('a failing child fails its trigger job under strategy: depend, and only then', async () => {
	const pipeline = (strategy: string) => `
stages: [start, after]
child: {stage: start, variables: {CODE: "7"}, trigger: {include: [{local: ci/child.yml}]${strategy}}}
after: {stage: after, script: [echo after]}
`;
	const repository = aRepository({'ci/child.yml': child, '.gitlab-ci.yml': pipeline(', strategy: depend')});
	const depend = await run(repository);
	expect(depend.code).toBe(1);
	expect(depend.finished).toEqual({child: 'Failed', after: 'Canceled'});
	expect(depend.lines).toContain('look failed: exit 7');
	repository.write('.gitlab-ci.yml', pipeline(''));
	const alone = await run(repository);
	expect(alone.code).toBe(0);
	expect(alone.finished).toEqual({child: 'Success', after: 'Success'});
	// It is run to its end all the same.
	expect(alone.children).toContain('child / look: Failed');
});

test('plain output tells the jobs of a child with its trigger job before them', async () => {
	const {root} = aRepository({
		'child.yml': 'inner: {script: [echo inside]}',
		'.gitlab-ci.yml': 'outer: {trigger: {include: child.yml, strategy: depend}}',
	});
	const {stdout} = await runProgram(['run', ...shell], {cwd: root});
	expect(stdout).toMatch(/\[outer \/ inner\] inside/);
});

test('variables of the run are forwarded only when the trigger says so, and those of the file unless it says not', async () => {
	const show = `show: {script: ['echo "given [$GIVEN] file [$FILE]"']}`;
	const repository = aRepository({
		'child.yml': show,
		'.gitlab-ci.yml': `
variables: {FILE: 'yes'}
plain: {trigger: {include: child.yml, strategy: depend}}
all: {trigger: {include: child.yml, strategy: depend, forward: {pipeline_variables: true}}}
none: {trigger: {include: child.yml, strategy: depend, forward: {yaml_variables: false}}}
`,
	});
	const {lines} = await run(repository, '--variable', 'GIVEN=1');
	expect(lines.filter(line => line.startsWith('given')).sort()).toEqual(
		['given [1] file [yes]', 'given [] file [yes]', 'given [] file []'].sort(),
	);
});

test('a child may be made of several files, of an artifact, and with inputs', async () => {
	const repository = aRepository({
		'one.yml': 'one: {script: [echo one]}',
		'two.yml': 'spec: {inputs: {word: {}}}\n---\ntwo: {script: [echo "$[[ inputs.word ]]"]}',
		'.gitlab-ci.yml': `
stages: [make, start]
generate:
  stage: make
  script: ["mkdir gen; echo 'made: {script: [echo generated]}' > gen/child.yml"]
  artifacts: {paths: [gen/]}
both: {stage: start, trigger: {include: [{local: one.yml}, {local: two.yml, inputs: {word: hello}}], strategy: depend}}
dynamic: {stage: start, needs: [generate], trigger: {include: [{artifact: gen/child.yml, job: generate}], strategy: depend}}
`,
	});
	const {code, children, lines} = await run(repository);
	expect(code).toBe(0);
	expect(children).toEqual(['both / one: Success', 'both / two: Success', 'dynamic / made: Success']);
	expect(lines).toEqual(expect.arrayContaining(['hello', 'generated']));
});

test('a child takes artifacts of the pipeline that started it', async () => {
	const repository = aRepository({
		'child.yml': 'use: {needs: [{pipeline: $PARENT, job: make}], script: [cat out]}',
		'.gitlab-ci.yml': `
stages: [make, start]
make: {stage: make, script: [echo from the parent > out], artifacts: {paths: [out]}}
child: {stage: start, variables: {PARENT: $CI_PIPELINE_ID}, trigger: {include: child.yml, strategy: depend}}
`,
	});
	const {code, lines} = await run(repository);
	expect([code, lines.includes('from the parent')]).toEqual([0, true]);
});

test.each([
	['a file that is not there', 'trigger: {include: nowhere.yml}', 'nowhere.yml'],
	['a wrong file', 'trigger: {include: wrong.yml}', 'needs "nobody"'],
	['a file whose jobs are all left out', 'trigger: {include: empty.yml}', 'no job of the pipeline would run'],
	['an artifact that is not there', 'trigger: {include: [{artifact: a.yml, job: other}]}', 'has left no artifact'],
])('a child of %s fails its trigger job with the reason', async (_, trigger, words) => {
	const repository = aRepository({
		'wrong.yml': 'a: {script: [echo], needs: [nobody]}',
		'empty.yml': 'a: {script: [echo], rules: [{when: never}]}',
		'.gitlab-ci.yml': `stages: [a, b]\nother: {stage: a, script: [echo]}\nchild: {stage: b, ${trigger}}`,
	});
	const {code, finished, lines} = await run(repository);
	expect([code, finished['child']]).toEqual([1, 'Failed']);
	expect(lines.join('\n')).toContain(words);
});

test('children of children run, and one deeper is refused as in GitLab', async () => {
	const repository = aRepository({
		'1.yml': 'one: {trigger: {include: 2.yml, strategy: depend}}',
		'2.yml': 'two: {script: [echo]}\nthree: {trigger: {include: 3.yml, strategy: depend}}',
		'3.yml': 'four: {script: [echo]}',
		'.gitlab-ci.yml': 'zero: {trigger: {include: 1.yml, strategy: depend}}',
	});
	const {code, children, lines} = await run(repository);
	expect(code).toBe(1);
	expect(children).toEqual(['zero / one / three: Failed', 'zero / one / two: Success', 'zero / one: Failed']);
	expect(lines.join('\n')).toContain('nested more than 2 deep');
});

test('a pipeline of another project is not started, and the job passes and says so', async () => {
	const repository = aRepository({'.gitlab-ci.yml': 'other: {trigger: {project: group/other, branch: main}}'});
	const {code, lines} = await run(repository);
	expect(code).toBe(0);
	expect(lines.join('\n')).toContain('The pipeline of group/other is not started from here');
});

test('a cancel of the run reaches its children, and a failed one is retried as a new child', async () => {
	const repository = aRepository({
		'child.yml': 'inner: {script: [echo begun, test -e fixed || sleep 300]}',
		'.gitlab-ci.yml': 'one: {trigger: {include: child.yml, strategy: depend}}\ntwo: {trigger: {include: child.yml}}',
	});
	const program = startProgram(['run', '--json', ...shell], {cwd: repository.root});
	await vi.waitFor(() => expect(program.stdout().match(/"begun"/g)).toHaveLength(2), {timeout: 60_000, interval: 20});
	program.child.kill('SIGINT');
	const {code, stdout} = await program.ended;
	expect(code).toBe(130);
	expect(childJobs(jsonLines(stdout) as readonly Line[])).toEqual(['one / inner: Canceled', 'two / inner: Canceled']);
	repository.write('fixed', '');
	const retried = await runProgram(['retry', '--json', ...shell], {cwd: repository.root});
	expect(retried.code).toBe(0);
	expect(childJobs(jsonLines(retried.stdout) as readonly Line[])).toEqual(['one / inner: Success']);
	const refused = await runProgram(['retry', '2', ...shell], {cwd: repository.root});
	expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('is a child pipeline of run 1')]);
});
