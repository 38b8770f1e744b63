import {expect, test} from 'vitest';
import {checkDocument} from '../../source/commands/check.js';
import {planPipeline} from '../../source/planner/plan-pipeline.js';
import {aContext, load} from '../config/a-context.js';

/** What `check --json` says of a pipeline on `main`. */
function checked(text: string) {
	const {definition, diagnostics} = load(text);
	const planned = definition && planPipeline(definition, aContext());
	return checkDocument({diagnostics: [...diagnostics, ...(planned?.diagnostics ?? [])]});
}

test('a job that rules leave out on this branch makes the file no worse', () => {
	const {valid, diagnostics} = checked('a: {script: a, rules: [{if: $NO}]}\nb: {script: b, needs: [a]}');
	expect(valid).toBe(true);
	expect(diagnostics.map(({severity, code}) => `${severity} ${code}`)).toEqual([
		'warning NEEDS_MAYBE_LEFT_OUT',
		'warning NEEDS_LEFT_OUT',
	]);
});

test('a job of a matrix that does not exist is an error on every branch', () => {
	const text = 'a: {script: a, parallel: {matrix: [{X: [y]}]}}\nb: {script: b, needs: ["a: [z]"]}';
	expect(checked(text)).toMatchObject({valid: false, diagnostics: [{code: 'NEEDS_UNKNOWN', line: 2}]});
});
