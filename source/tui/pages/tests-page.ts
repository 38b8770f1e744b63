import {formatDuration} from '../../report/duration.js';
import type {TestCase} from '../ports.js';
import {linkText} from '../problems/link.js';
import {type Row, span, spread} from '../text/row.js';
import {glyphOf, looks, type Theme} from '../theme.js';
import type {Item, Page} from './page.js';

/** The test cases of a job. */
export interface JobTests {
	/** Of the job, and its name with those of the trigger jobs it is inside of. */
	readonly id: string;
	readonly job: string;
	readonly cases: readonly TestCase[];
	/** How many there were in all, when only those that failed are known one by one. */
	readonly total?: number | undefined;
}

export interface TestsView {
	/** The test cases of each job that left a report; undefined while they are read. */
	readonly tests: readonly JobTests[] | undefined;
	/** Reports can be read here. */
	readonly known: boolean;
	readonly index: number;
	readonly width: number;
	readonly theme: Theme;
}

/** More test cases than these are only counted. */
const mostShown = 500;

/** What failed first, then the slowest; the message of the selected one below. */
export function testsPage(view: TestsView): Page {
	const all = orderedTests(view.tests);
	const failed = all.filter(({test}) => test.result === 'failed').length;
	const [chosen] = all.slice(view.index, view.index + 1);
	return {
		title: all.length === 0 ? 'TESTS' : `TESTS  ${failed} failed, ${all.length - failed} others`,
		head: all.length > 0 ? [] : [[], [span(`  ${whyNone(view)}`, {dim: true})]],
		items: all.slice(0, mostShown).map(entry => testItem(entry, view)),
		foot: chosen === undefined ? [] : messageRows(chosen.test, view.theme),
	};
}

interface Entry {
	readonly of: JobTests;
	readonly test: TestCase;
}

export function orderedTests(tests: TestsView['tests']): readonly Entry[] {
	const all = (tests ?? []).flatMap(of => of.cases.map((test): Entry => ({of, test})));
	const rank = ({test}: Entry) => (test.result === 'failed' ? 0 : 1);
	return all.sort((a, b) => rank(a) - rank(b) || (b.test.ms ?? 0) - (a.test.ms ?? 0));
}

function testItem({of, test}: Entry, {width, theme}: TestsView): Item {
	const look = test.result === 'failed' ? 'failed' : test.result === 'passed' ? 'passed' : 'skipped';
	const left: Row = [
		span(` ${glyphOf(look, theme, 0)}`, looks[look].style),
		span(` ${test.suite === '' ? '' : `${test.suite} ${theme.symbols.into} `}${test.name}`),
	];
	const right: Row = [span(`${test.ms === undefined ? '' : formatDuration(test.ms)}  ${of.job} `, {dim: true})];
	return {
		row: spread(left, right, width - 1, theme.symbols.ellipsis),
		target: {kind: 'test', id: of.id, place: test.place},
	};
}

function messageRows({message, place}: TestCase, theme: Theme): readonly Row[] {
	const lines = message === undefined ? [] : message.split('\n').slice(0, 8);
	return [
		...lines.map((line): Row => [span(` ${theme.symbols.quote} `, {color: 'red'}), span(line)]),
		...(place === undefined ? [] : [[span(` at ${linkText(place)}  O opens it`, {dim: true})]]),
	];
}

function whyNone({known, tests}: TestsView): string {
	if (!known) {
		return 'Test reports cannot be read here.';
	}

	return tests === undefined ? 'Reading the test reports.' : 'No job has left a test report (artifacts:reports:junit).';
}
