import {describe, expect, test} from 'vitest';
import {selectJobs} from '../../source/planner/select-jobs.js';
import {planOf} from '../config/a-context.js';

const plan = planOf(`
stages: [build, test, deploy]
compile: {stage: build, script: make, artifacts: {paths: [out]}}
docs: {stage: build, script: make docs}
gate: {stage: build, script: make gate, when: manual}
unit: {stage: test, needs: [compile], script: make test, parallel: 2}
lint: {stage: test, needs: [], script: make lint}
ship: {stage: deploy, script: make ship, when: manual}
late: {stage: deploy, needs: [unit], script: make late, when: delayed, start_in: 1h}
out: {stage: deploy, script: make, rules: [{when: never}]}
`);

function selected(...names: readonly string[]) {
	const result = selectJobs(plan, names);
	if (!result.ok) return `${result.error.code}: ${result.error.message} (${result.error.hint ?? ''})`;
	return result.value.jobs.map(({name, when}) => (when === 'on_success' ? name : `${name} (${when})`));
}

describe('running some jobs', () => {
	test('runs what they need, and nothing else', () => {
		expect(selected('lint')).toEqual(['lint']);
		expect(selected('unit 1/2')).toEqual(['compile', 'unit 1/2']);
	});

	test('takes every part of a parallel job by its base name', () => {
		expect(selected('unit')).toEqual(['compile', 'unit 1/2', 'unit 2/2']);
	});

	test('takes all earlier stages of a job without needs, and plays it when it is manual', () => {
		expect(selected('ship')).toEqual(['compile', 'docs', 'gate (manual)', 'unit 1/2', 'unit 2/2', 'lint', 'ship']);
	});

	test('does not wait for a delayed job that was named', () => {
		expect(selected('late')).toEqual(['compile', 'unit 1/2', 'unit 2/2', 'late']);
	});

	test('numbers the stages that are left', () => {
		const result = selectJobs(plan, ['lint']);
		expect(result.ok && result.value.stages).toEqual([{name: 'test', order: 0}]);
	});

	test('suggests a name for one that is unknown, and says why one is left out', () => {
		expect(selected('lnit')).toBe('JOB_UNKNOWN: there is no job "lnit" (did you mean "lint"?)');
		expect(selected('out')).toBe('JOB_LEFT_OUT: job "out" is not in this pipeline: the rule in line 10 says never ()');
	});

	test('without names is the whole plan', () => {
		const result = selectJobs(plan, []);
		expect(result.ok && result.value).toBe(plan);
	});
});
