import {formatAge, formatDuration} from '../../report/duration.js';
import {compareRuns} from '../history/compare.js';
import type {PastRuns} from '../history/history.js';
import {durationOf, type JobHistory, type PastResult} from '../history/job-history.js';
import {type Row, span, spread} from '../text/row.js';
import {glyphOf, lookOfRun, looks, type Theme} from '../theme.js';
import type {Item, Page} from './page.js';

export interface HistoryView {
	readonly past: PastRuns;
	/** There is somewhere to read it from. */
	readonly known: boolean;
	/** The selected job, whose results are told below. */
	readonly job: {readonly name: string; readonly history: JobHistory} | undefined;
	/** Runs marked to be compared, at most two. */
	readonly marked: readonly number[];
	/** The two marked runs are compared. */
	readonly comparing: boolean;
	readonly now: number;
	readonly width: number;
	readonly theme: Theme;
}

/** The runs before this one, newest first; or two of them side by side. */
export function historyPage(view: HistoryView): Page {
	const {past, known, marked, comparing} = view;
	if (comparing && marked.length === 2) {
		return comparison(view);
	}

	const nothing = known ? 'This pipeline has not run before.' : 'No history is kept here.';
	return {
		title: 'HISTORY',
		head: past.runs.length === 0 ? [[], [span(`  ${nothing}`, {dim: true})]] : [],
		items: past.runs.map((run, index) => runItem(run, index, view)),
		foot: jobRows(view),
	};
}

function runItem(run: PastRuns['runs'][number], index: number, {past, marked, now, width, theme}: HistoryView): Item {
	const look = lookOfRun(run);
	const started = run.start_time === undefined ? undefined : Date.parse(run.start_time);
	const took = durationOf(run);
	const next = past.runs[index + 1];
	const before = next === undefined ? undefined : durationOf(next);
	const left: Row = [
		span(marked.includes(run.run_number) ? theme.symbols.bookmark : ' ', {bold: true, color: 'magenta'}),
		span(` ${glyphOf(look, theme, 0)}`, looks[look].style),
		span(` #${run.run_number}`.padEnd(7), {bold: true}),
		span(`${(run.branch ?? '').padEnd(16)} ${run.commit_hash.slice(0, 7).padEnd(8)}`),
		span(` ${run.status === 'Success' ? '' : (run.reason ?? looks[look].word)}`, looks[look].style),
	];
	const right: Row = [
		span(took === undefined ? '' : formatDuration(took).padStart(7)),
		span(took === undefined || before === undefined ? ''.padStart(8) : difference(took - before).padStart(8), {
			dim: true,
		}),
		span((started === undefined ? '' : formatAge(started, now)).padStart(14), {dim: true}),
		span(' '),
	];
	return {row: spread(left, right, width - 1, theme.symbols.ellipsis), target: {kind: 'run', run: run.run_number}};
}

/** ` test:unit  ✔✔✘↻✔  usually 0:58, at worst 1:20, failed 2 of the last 20 runs` */
function jobRows({job, theme}: HistoryView): readonly Row[] {
	if (job === undefined || job.history.results.length === 0) {
		return [];
	}

	const {results, p50, p90, failed} = job.history;
	const times = p50 === undefined ? '' : `usually ${formatDuration(p50)}, at worst ${formatDuration(p90 ?? p50)}, `;
	return [
		[
			span(` ${job.name}  `, {bold: true}),
			...results.map(({result}) => resultSpan(result, theme)),
			span(`  ${times}failed ${failed} of the last ${results.length} runs`, {dim: true}),
		],
	];
}

function resultSpan(result: PastResult['result'], theme: Theme) {
	const look = result === 'retried' ? 'retried' : result;
	return span(result === 'retried' ? theme.symbols.retry : glyphOf(look, theme, 0), looks[look].style);
}

function comparison({past, marked, width, theme}: HistoryView): Page {
	const [first = 0, second = 0] = [...marked].sort((a, b) => a - b);
	const of = (run: number) => past.documents.find(({pipeline_execution}) => pipeline_execution.run_number === run);
	const [before, after] = [of(first), of(second)];
	const title = `COMPARE #${first} WITH #${second}`;
	if (before === undefined || after === undefined) {
		return {title, head: [[], [span('  One of them is too old to be compared.', {dim: true})]], items: [], foot: []};
	}

	return {
		title,
		head: [],
		items: compareRuns(before, after).map(({job, before: was, after: is, slower, change}): Item => {
			const style = change === 'broken' ? looks.failed.style : change === 'mended' ? looks.passed.style : {};
			const left: Row = [
				span(` ${job.padEnd(28)} `, style),
				span(`${was ?? 'absent'} ${theme.symbols.into} ${is ?? 'absent'}`, was === is ? {dim: true} : style),
				span(change === undefined ? '' : `  ${change}`, {...style, bold: true}),
			];
			const right = [span(slower === undefined ? '' : `${difference(slower)} `, {dim: Math.abs(slower ?? 0) < 1000})];
			return {row: spread(left, right, width - 1, theme.symbols.ellipsis), target: {kind: 'job', job}};
		}),
		foot: [],
	};
}

/** `+24s`, `-0.4s` */
function difference(ms: number): string {
	return `${ms < 0 ? '-' : '+'}${formatDuration(Math.abs(ms))}`;
}
