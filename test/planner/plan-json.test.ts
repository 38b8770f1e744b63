import {expect, test} from 'vitest';
import type {Plan} from '../../source/model/plan.js';
import {planJson} from '../../source/planner/plan-json.js';
import {aContext, planOf} from '../config/a-context.js';

function textOf(plan: Plan): string {
	return [...planJson(plan)].join('');
}

test('the document has the fields that scripts rely on', () => {
	const document = JSON.parse(textOf(planOf('test: {script: make, image: alpine}'))) as {jobs: object[]};
	expect(Object.keys(document)).toEqual(['pipeline', 'stages', 'jobs', 'left_out']);
	for (const field of [
		'name',
		'stage',
		'docker_image',
		'commands',
		'dependencies',
		'needs',
		'allow_failure',
		'when',
		'artifacts',
		'variables',
	]) {
		expect(document.jobs[0]).toHaveProperty(field);
	}
});

test('the pieces are one document, indented as such', () => {
	for (const yaml of ['a: {script: a}\nb: {script: b}', 'a: {script: a, rules: [{if: $NO}]}']) {
		const text = textOf(planOf(yaml));
		expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, '\t')}\n`);
	}
});

test('a masked value is never in it', () => {
	const context = aContext({variables: {TOKEN: 's3cret'}, masked: ['s3cret']});
	const text = textOf(
		planOf(
			`
test:
  before_script: [login s3cret]
  script: ["echo s3cret $$"]
  image: "x:$TOKEN"
  variables: {URL: "https://u:$TOKEN@x"}
  tags: [$TOKEN]
  artifacts: {paths: [$TOKEN]}
  coverage: /s3cret (\\d+)/
  after_script: [logout s3cret]
`,
			context,
		),
	);
	expect(text).not.toContain('s3cret');
	expect(text).toContain('https://u:[MASKED]@x');
	expect(text).toContain('echo [MASKED] $$');
});

test('of ten thousand jobs in stages each names the jobs of the stage before, not all before it', () => {
	const stages = Array.from({length: 20}, (_, stage) => `s${stage}`);
	const jobs = Array.from({length: 10_000}, (_, job) => `j${job}: {stage: s${job % 20}, script: make}`);
	let length = 0;
	let last = '';
	for (const piece of planJson(planOf(`stages: [${stages.join(', ')}]\n${jobs.join('\n')}`))) {
		length += piece.length;
		if (piece.includes('"j9999"')) last = piece;
	}

	expect(length).toBeLessThan(250_000_000);
	const job = JSON.parse(last.replace(/^,/, '')) as {dependencies: readonly string[]; artifacts_from: unknown};
	expect(job.dependencies).toHaveLength(500);
	expect(job.artifacts_from).toBeNull();
});
