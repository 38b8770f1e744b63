import {expect, test} from 'vitest';
import {planJson} from '../../source/planner/plan-json.js';
import {aContext, planOf} from '../config/a-context.js';

test('the document has the fields that scripts rely on', () => {
	const document = planJson(planOf('test: {script: make, image: alpine}')) as {jobs: object[]};
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

	expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});

test('a masked value is never in it', () => {
	const context = aContext({variables: {TOKEN: 's3cret'}, masked: ['s3cret']});
	const text = JSON.stringify(
		planJson(
			planOf(
				'test: {script: make, image: "x:$TOKEN", variables: {URL: "https://u:$TOKEN@x"}, tags: [$TOKEN], artifacts: {paths: [$TOKEN]}}',
				context,
			),
		),
	);
	expect(text).not.toContain('s3cret');
	expect(text).toContain('https://u:[MASKED]@x');
});
