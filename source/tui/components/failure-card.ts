import {reasonText} from '../../model/reason.js';
import type {JobState} from '../../model/run-state.js';
import type {JobHistory} from '../history/job-history.js';
import {linkText} from '../problems/link.js';
import {testName} from '../problems/test-case.js';
import type {FailureDetails} from '../state/failure.js';
import {clockText} from '../text/clock.js';
import {wrapped} from '../text/cut.js';
import {flowed, type Row, rowWidth, span, spread} from '../text/row.js';
import {glyphOf, looks, type Theme} from '../theme.js';

export interface FailureCardView {
	readonly job: JobState;
	readonly details: FailureDetails;
	/** Jobs that would run again with it. */
	readonly impact: readonly string[];
	/** About how long that takes, in ms. */
	readonly again?: number | undefined;
	/** How the job did before. */
	readonly past?: JobHistory | undefined;
	readonly controllable: boolean;
	readonly width: number;
	/** Rows of the whole log pane: a low one gets a card of one row. */
	readonly paneHeight: number;
	readonly theme: Theme;
}

/** What is pinned under the log of a failed job: what failed, why, and what can be pressed now. */
export function failureCard(view: FailureCardView): readonly Row[] {
	const {width, paneHeight, theme} = view;
	if (paneHeight < 10) {
		return paneHeight < 4 ? [] : whyRows(view).slice(0, 1);
	}

	const heading = ` why it failed${view.job.allowed ? ' (allowed)' : ''} `;
	const side = Math.max(0, Math.floor((width - heading.length) / 2));
	const {dashes} = theme.symbols;
	return [
		[
			span(dashes.repeat(side), {dim: true}),
			span(heading, {...tone(view.job), bold: true}),
			span(dashes.repeat(Math.max(0, width - side - heading.length)), {dim: true}),
		],
		...whyRows(view),
		...silenceRows(view),
		...testRows(view),
		...errorLines(view).map((line): Row => [span(` ${theme.symbols.quote} `, {color: 'red'}), span(line.trimEnd())]),
		...pastRows(view),
		...placeRows(view),
		...(view.controllable ? keysRows(view) : []),
	];
}

/** ` exit 1 in command 2 of 2: npm test -- --ci`, or the runner's error in as many rows as it takes, within reason. */
function whyRows({job, details, width, theme}: FailureCardView): readonly Row[] {
	const {command} = details;
	const why = job.reason === undefined ? 'failed' : reasonText(job.reason);
	const style = {...tone(job), bold: true};
	return command === undefined
		? wrapped(why, width - 2)
				.slice(0, 3)
				.map((piece): Row => [span(` ${piece}`, style)])
		: [
				[
					span(` ${why} in command ${command.number} of ${command.of}: `, style),
					span(firstLine(command.text, theme.symbols.ellipsis), {bold: true}),
				],
			];
}

/** ` it printed nothing; the last of npm run build:` */
function silenceRows({details: {before, command}, theme}: FailureCardView): readonly Row[] {
	return before === undefined || command === undefined
		? []
		: [[span(` it printed nothing; the last of ${firstLine(before.text, theme.symbols.ellipsis)}:`, {dim: true})]];
}

/** ` 2 tests failed:` and one on each row with its place, while there is room. */
function testRows({details: {tests = []}, width, paneHeight, theme}: FailureCardView): readonly Row[] {
	if (tests.length === 0) {
		return [];
	}

	const most = paneHeight >= 20 ? 4 : 2;
	const shown = tests.slice(0, tests.length > most ? most - 1 : most);
	const left = tests.length - shown.length;
	const {into, ellipsis} = theme.symbols;
	return [
		[span(` ${tests.length} ${tests.length === 1 ? 'test' : 'tests'} failed:`, {bold: true})],
		...shown.map((test): Row => {
			const name: Row = [span(` ${glyphOf('failed', theme, 0)}`, looks.failed.style), span(` ${testName(test, into)}`)];
			const place = test.place === undefined ? [] : [span(`${linkText(test.place)} `, {dim: true})];
			const beside = [...name, span('  '), ...place];
			return rowWidth(beside) <= width ? beside : spread(name, place, width, ellipsis);
		}),
		...(left === 0
			? []
			: [[span(`   and ${left} more: `, {dim: true}), span('3', {bold: true, color: 'cyan'}), span(' shows them')]]),
	];
}

/** What the log says; less of it where a report says it better. */
function errorLines({details: {errors, tests = []}}: FailureCardView): readonly string[] {
	return tests.length === 0 ? errors : errors.slice(0, 2);
}

/** ` failed 2 of the last 20 runs, passed on retry in #141: looks flaky` */
function pastRows({past, width}: FailureCardView): readonly Row[] {
	if (past === undefined || past.results.length === 0) {
		return [];
	}

	const {results, failed} = past;
	const runs = results.length === 1 ? 'the last run' : `${failed} of the last ${results.length} runs`;
	const retried = results.filter(({result}) => result === 'retried').map(({run}) => `#${run}`);
	const said =
		failed === 0 && retried.length === 0
			? `had passed in ${results.length === 1 ? 'the last run' : `the last ${results.length} runs`}`
			: failed === 0
				? `had never failed for good`
				: `failed in ${runs}`;
	const flaky = retried.length === 0 ? '' : `, passed on retry in ${list(retried)}: looks flaky`;
	return flowed([[span(` ${said}${flaky}`, {dim: true})]], width);
}

/** `   at src/pay/refund.test.ts:88:24  O opens it in your editor` */
function placeRows({details: {place}, width}: FailureCardView): readonly Row[] {
	return place === undefined
		? []
		: flowed(
				[
					[span(` at ${linkText(place)}  `)],
					[span('O', {bold: true, color: 'cyan'}), span(' opens it in your editor')],
				],
				width,
			);
}

/** What can be pressed now: whole words on as many rows as they take. */
function keysRows({impact, again: takes, width}: FailureCardView): readonly Row[] {
	const about = takes === undefined ? '' : ` (about ${clockText(takes)})`;
	const again = `${impact.length === 0 ? '' : `, then ${list(impact)}`}${about}`;
	const offers: readonly (readonly [string, string])[] = [
		['r', `retry${again}`],
		['R', 'retry all failed'],
		['Enter', 'read the log'],
	];
	return flowed(
		offers.map(([key, text]) => [span(` ${key}`, {bold: true, color: 'cyan'}), span(` ${text}  `)]),
		width,
	);
}

function tone(job: JobState) {
	return {color: job.allowed ? 'yellow' : 'red'} as const;
}

function firstLine(text: string, ellipsis: string): string {
	const [first = '', ...rest] = text.split('\n');
	return rest.length > 0 ? `${first} ${ellipsis}` : first;
}

function list(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
