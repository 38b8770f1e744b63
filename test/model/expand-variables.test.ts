import {describe, expect, test} from 'vitest';
import {escapeTemplate, expandText, expandVariables, showTemplate} from '../../source/model/expand-variables.js';

describe('a template of a plan', () => {
	test.each([
		['$A and ${A}', 'x and x'],
		['$$A', '$A'],
		['$$$A', '$x'],
		['<$UNKNOWN>', '<>'],
		['${A}b$Ab', 'xb'],
		['$1 $@ $', '  $'],
		['a $ b', 'a $ b'],
		['%A%', '%A%'],
		['nothing', 'nothing'],
	])('%s becomes %j', (template, text) => {
		expect(expandText(template, {A: 'x'})).toBe(text);
	});

	test('is not looked at again: what a run knows may have a dollar sign', () => {
		expect(expandText('$A', {A: '$B', B: 'b'})).toBe('$B');
	});

	test('stands for itself when it is escaped', () => {
		for (const text of ['$A', '$$', '${A} $1', 'a']) expect(expandText(escapeTemplate(text), {A: 'x'})).toBe(text);
	});

	test('is shown with what only a run knows', () => {
		expect(showTemplate('${CI_PROJECT_DIR}/x costs 5$$')).toBe('${CI_PROJECT_DIR}/x costs 5$');
	});
});

test("what a run knows is weaker than the file's own variables, but for the project's place", () => {
	const runtime = {CI_JOB_ID: '7', CI_PIPELINE_ID: '1', CI_PROJECT_DIR: '/builds/x'};
	const variables = {CI_JOB_ID: 'file', CI_PROJECT_DIR: '/mine', X: '$CI_PIPELINE_ID'};
	expect(expandVariables(variables, runtime)).toEqual({
		CI_JOB_ID: 'file',
		CI_PIPELINE_ID: '1',
		CI_PROJECT_DIR: '/builds/x',
		X: '1',
	});
});
