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

test("the run's own variables win over the plan's", () => {
	expect(expandVariables({CI_JOB_ID: 'file', X: '$CI_JOB_ID'}, {CI_JOB_ID: '7'})).toEqual({CI_JOB_ID: '7', X: '7'});
});
