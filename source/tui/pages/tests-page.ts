import type {TestCounts} from '../../model/findings.js';
import {formatDuration} from '../../report/duration.js';
import {linkText} from '../problems/link.js';
import {type TestCase, testName} from '../problems/test-case.js';
import {type Row, span, spread} from '../text/row.js';
import {glyphOf, looks, type Theme} from '../theme.js';
import type {Item, Page} from './page.js';

/** What the tests of a job said. */
export interface JobTests {
	/** Of the job, and its name with those of the trigger jobs it is inside of. */
	readonly id: string;
	readonly job: string;
	readonly counts: TestCounts;
	/** In the order of the report. */
	readonly failed: readonly TestCase[];
}

export interface TestsView {
	/** Of each job that left a report; undefined while they are read. */
	readonly tests: readonly JobTests[] | undefined;
	/** Reports can be read here. */
	readonly known: boolean;
	readonly index: number;
	readonly width: number;
	readonly theme: Theme;
}

/** More test cases than these are only counted. */
const mostShown = 500;

/** What failed, the slowest first; the message of the selected one below. */
export function testsPage(view: TestsView): Page {
	const all = orderedTests(view.tests);
	const total = (view.tests ?? []).reduce((sum, {counts}) => sum + counts.total, 0);
	const [chosen] = all.slice(view.index, view.index + 1);
	return {
		title: total === 0 ? 'TESTS' : `TESTS  ${all.length} failed, ${total - all.length} others`,
		head: all.length > 0 ? [] : [[], [span(`  ${whyNone(view)}`, {dim: true})]],
		items: all.slice(0, mostShown).map(entry => testItem(entry, view)),
		foot: chosen === undefined ? [] : messageRows(chosen.test, view.theme),
	};
}

interface Entry {
	readonly of: JobTests;
	readonly test: TestCase;
}

function orderedTests(tests: TestsView['tests']): readonly Entry[] {
	const all = (tests ?? []).flatMap(of => of.failed.map((test): Entry => ({of, test})));
	return all.sort((a, b) => (b.test.ms ?? 0) - (a.test.ms ?? 0));
}

function testItem({of, test}: Entry, {width, theme}: TestsView): Item {
	const left: Row = [
		span(` ${glyphOf('failed', theme, 0)}`, looks.failed.style),
		span(` ${testName(test, theme.symbols.into)}`),
	];
	const right: Row = [span(`${test.ms === undefined ? '' : formatDuration(test.ms)}  ${of.job} `, {dim: true})];
	return {
		row: spread(left, right, width - 1, theme.symbols.ellipsis),
		target: {kind: 'test', id: of.id, place: test.place},
	};
}

function messageRows({message, place}: TestCase, theme: Theme): readonly Row[] {
	const lines = message === '' ? [] : message.split('\n').slice(0, 8);
	return [
		...lines.map((line): Row => [span(` ${theme.symbols.quote} `, {color: 'red'}), span(line)]),
		...(place === undefined ? [] : [[span(` at ${linkText(place)}  O opens it`, {dim: true})]]),
	];
}

function whyNone({known, tests}: TestsView): string {
	if (!known) {
		return 'Test reports cannot be read here.';
	}

	if (tests === undefined) {
		return 'Reading the test reports.';
	}

	const jobs = tests.map(({job, counts}) => `${job}: ${counts.total} tests, none failed`);
	return jobs.length === 0 ? 'No job has left a test report (artifacts:reports:junit).' : `${jobs.join('. ')}.`;
}
