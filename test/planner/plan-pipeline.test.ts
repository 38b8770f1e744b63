import {describe, expect, test} from 'vitest';
import {expandVariables} from '../../source/model/expand-variables.js';
import {planPipeline} from '../../source/planner/plan-pipeline.js';
import {aContext, load, planOf} from '../config/a-context.js';

function problemsOf(text: string, context = aContext()) {
	const {definition, diagnostics} = load(text, {}, context);
	if (!definition) return diagnostics.map(({code, message}) => `${code}: ${message}`);
	return planPipeline(definition, context).diagnostics.map(({code, message}) => `${code}: ${message}`);
}

function variablesOf(text: string, context = aContext(), name = 'test') {
	return planOf(text, context).jobs.find(job => job.name === name)?.variables ?? {};
}

describe('needs', () => {
	test('of a job that rules left out are an error that says why', () => {
		expect(problemsOf('a: {script: a, rules: [{if: $NO}]}\nb: {script: b, needs: [a]}')).toEqual([
			'NEEDS_LEFT_OUT: job "b" needs "a", which is not in this pipeline: no rule matches',
		]);
	});

	test('of a job that rules left out are gone when they are optional', () => {
		const plan = planOf('a: {script: a, rules: [{if: $NO}]}\nb: {script: b, needs: [{job: a, optional: true}]}');
		expect(plan.jobs.map(({name, needs}) => [name, needs])).toEqual([['b', []]]);
	});

	test('of combinations that a matrix does not have are an error', () => {
		const text =
			'a: {script: a, parallel: {matrix: [{X: [1, 2]}]}}\nb: {script: b, needs: [{job: a, parallel: {matrix: [{X: 3}]}}]}';
		expect(problemsOf(text)).toEqual(['NEEDS_UNKNOWN: job "b" needs "a: [3]", which does not exist']);
	});

	test('take the values of the own matrix', () => {
		const text = `
a: {script: a, parallel: {matrix: [{OS: [x, y]}]}}
b: {script: b, parallel: {matrix: [{OS: [x, y]}]}, needs: [{job: a, parallel: {matrix: [{OS: "$[[ matrix.OS ]]"}]}}]}
`;
		const needs = planOf(text).jobs.map(({name, needs: list}) => [name, list?.map(({job}) => job)]);
		expect(needs.slice(2)).toEqual([
			['b: [x]', ['a: [x]']],
			['b: [y]', ['a: [y]']],
		]);
	});

	test('that only rules make go in a circle are an error', () => {
		const text = 'a: {script: a, rules: [{needs: [b]}]}\nb: {script: b, needs: [a]}';
		expect(problemsOf(text)).toEqual(['NEEDS_CYCLE: "needs" goes in a circle: a → b → a']);
	});

	test('of another pipeline wait for nothing here', () => {
		const plan = planOf('a: {script: a, needs: [{project: x/y, job: b, ref: main, artifacts: true}]}');
		expect(plan.jobs[0]?.needs).toEqual([]);
	});
});

describe('an empty pipeline', () => {
	test('says that the workflow wants none', () => {
		const text = 'workflow: {rules: [{if: $NO}]}\ntest: {script: make}';
		expect(problemsOf(text)).toEqual(['PIPELINE_EMPTY: nothing runs: no rule of the workflow matches']);
		expect(planOf(text)).toMatchObject({jobs: [], stages: [], warnings: [{code: 'PIPELINE_EMPTY'}]});
	});

	test('says that no job is left', () => {
		expect(problemsOf('test: {script: make, rules: [{if: $NO}]}')).toEqual([
			'PIPELINE_EMPTY: nothing runs: the rules of its jobs leave every one out',
		]);
	});

	test('is what jobs of .pre and .post alone make', () => {
		expect(problemsOf('test: {script: make, stage: .pre}')).toEqual([
			'PIPELINE_EMPTY: nothing runs: only jobs of .pre and .post are left, which never run alone',
		]);
	});
});

describe('a merge request pipeline', () => {
	const context = aContext({source: 'merge_request_event'});

	test('leaves out jobs that have no rules', () => {
		expect(
			planOf(
				'a: {script: a}\nb: {script: b, rules: [{when: always}]}\nc: {script: c, only: [merge_requests]}',
				context,
			).jobs.map(({name}) => name),
		).toEqual(['b', 'c']);
	});

	test('leaves out jobs whose "only" names no refs', () => {
		expect(
			planOf(
				'a: {script: a, only: {variables: [$CI]}}\nb: {script: b, only: {refs: [merge_requests], variables: [$CI]}}',
				context,
			).jobs.map(({name}) => name),
		).toEqual(['b']);
	});

	test('has no branch, and tells where it would merge to', () => {
		const variables = variablesOf('test: {script: make, only: [merge_requests]}', context);
		expect(variables).toMatchObject({CI_MERGE_REQUEST_IID: '1', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main'});
		expect(variables).not.toHaveProperty('CI_COMMIT_BRANCH');
	});

	test('keeps them when the workflow has rules', () => {
		expect(planOf('workflow: {rules: [{when: always}]}\na: {script: a}', context).jobs.map(({name}) => name)).toEqual([
			'a',
		]);
	});
});

describe('a tag', () => {
	test('has no branch', () => {
		const variables = variablesOf('test: {script: make}', aContext({git: {tag: 'v1.0'}}));
		expect(variables).toMatchObject({CI_COMMIT_TAG: 'v1.0', CI_COMMIT_REF_NAME: 'v1.0', CI_COMMIT_REF_SLUG: 'v1-0'});
		expect(variables).not.toHaveProperty('CI_COMMIT_BRANCH');
	});
});

describe('variables', () => {
	test('given by the user win over the file, its matrix and its rules', () => {
		const text =
			'variables: {X: file}\ntest: {script: make, variables: {X: job}, rules: [{variables: {X: rule}}], parallel: {matrix: [{X: matrix}]}}';
		expect(variablesOf(text, aContext({variables: {X: 'user'}}), 'test: [matrix]')['X']).toBe('user');
		expect(variablesOf(text, aContext(), 'test: [matrix]')['X']).toBe('rule');
	});

	test('that refer to each other in a circle are an error', () => {
		expect(problemsOf('test: {script: make, variables: {A: $B, B: $C, C: $A}}')).toEqual([
			'VARIABLE_CYCLE: variables of job "test" refer to each other in a circle: A → B → C → A',
		]);
	});

	test('are finished by what only a run knows', () => {
		const variables = variablesOf(
			'test: {script: make, variables: {OUT: $CI_PROJECT_DIR/out, PRICE: 5$$, NONE: "<$NOBODY>", RAW: {value: $CI_PROJECT_DIR, expand: false}, GLUED: "${CI_JOB_ID}b"}}',
		);
		const finished = expandVariables(variables, {CI_PROJECT_DIR: '/builds/acme/shop', CI_JOB_ID: '7'});
		expect(finished).toMatchObject({
			OUT: '/builds/acme/shop/out',
			PRICE: '5$',
			NONE: '<>',
			RAW: '$CI_PROJECT_DIR',
			GLUED: '7b',
			CI_JOB_ID: '7',
		});
	});

	test('may be named by other variables', () => {
		const text = 'variables: {URL_DEV: dev, ENV: DEV}\ntest: {script: make, variables: {URL: "${URL_${ENV}}/x"}}';
		expect(variablesOf(text)['URL']).toBe('dev/x');
	});

	test('name other variables in paths of rules', () => {
		const text = 'variables: {ROOT: src, PLACE: $ROOT/app}\ntest: {script: make, rules: [{exists: [$PLACE/*.ts]}]}';
		expect(planOf(text, aContext({files: ['src/app/index.ts']})).jobs.map(({name}) => name)).toEqual(['test']);
	});

	test('in rules are seen as they were written, and only those the job inherits', () => {
		const text =
			'variables: {A: $B, B: b}\ntest: {script: make, rules: [{if: $A == "$B"}]}\nalone: {script: make, inherit: {variables: false}, rules: [{if: $B == null}]}';
		expect(planOf(text).jobs.map(({name}) => name)).toEqual(['test', 'alone']);
	});
});

test('10,000 jobs in one chain are planned', () => {
	const text = Array.from(
		{length: 10_000},
		(_, index) => `j${index}: {script: make, needs: [${index === 0 ? '' : `j${index - 1}`}]}`,
	).join('\n');
	expect(planOf(text).jobs.length).toBe(10_000);
});
