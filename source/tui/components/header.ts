import type {RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {jobsIn} from '../placed-job.js';
import {type ViewName, viewNames} from '../state/arrangement.js';
import {clockText} from '../text/clock.js';
import {cutRow, type Row, rowWidth, type Span, span, spread} from '../text/row.js';
import {glyphOf, type LookName, lookOfJob, lookOfRun, looks, type Theme} from '../theme.js';

/** What is being run, in the words of the screen's first line. */
export interface Title {
	readonly project: string;
	readonly file: string;
	readonly branch: string;
	/** Full hash; empty when there is none. */
	readonly commit: string;
	/** A line about where jobs run that the user should see. */
	readonly executorNote?: string;
}

export interface HeaderView {
	readonly title: Title;
	readonly state: RunState;
	readonly theme: Theme;
	readonly now: number;
	readonly tick: number;
	readonly width: number;
	readonly executor: string;
	readonly controllable: boolean;
	/** When the run is expected to end, ms since the epoch. */
	readonly endsAt?: number | undefined;
	readonly view: ViewName;
	/** The user has asked to cancel the run. */
	readonly canceling: boolean;
}

/** One or two rows: what is run and how it goes, and how many jobs are in which state. */
export function headerRows(view: HeaderView, count: 1 | 2): readonly Row[] {
	return count === 2 ? [headerRow(view), countsRow(view)] : [headerRow(view)];
}

/** ` ci-tui  api › .gitlab-ci.yml  #142  main@3f2c1a9        ● RUNNING 4:12  ▰▰▰▱▱ 8/12` */
function headerRow(view: HeaderView): Row {
	const {title, state, theme, width} = view;
	const {into} = theme.symbols;
	const place =
		width >= 80 ? [span(` ci-tui `, {bold: true, inverse: true}), span('  '), span(title.project, {bold: true})] : [];
	const file = width >= 100 ? [span(` ${into} ${title.file}`, {dim: true})] : [];
	const run = [
		span(`${width >= 80 ? '  ' : ' '}#${state.run}`, {bold: true}),
		span(`  ${identity(title)}`, {color: 'blue'}),
	];
	return spread(
		[...place, ...file, ...run],
		[...runStatus(view), ...eta(view), ...progress(view), span(' ')],
		width,
		theme.symbols.ellipsis,
	);
}

/** ` ✔4  ✘1  ⠹2 running  3 waiting  1 manual                docker` */
function countsRow(view: HeaderView): Row {
	const {state, theme, tick, width, executor, title} = view;
	const wordy = width >= 160;
	const counts = Map.groupBy(jobsIn(state), ({job}) => lookOfJob(job));
	const parts = order.flatMap((name): Span[] => {
		const jobs = counts.get(name) ?? [];
		const {style, word} = looks[name];
		return jobs.length === 0
			? []
			: [
					span(
						`${glyphOf(name, theme, tick)}${wordy ? ' ' : ''}${jobs.length}${wordy ? ` ${shorter[name] ?? word}` : ''}`,
						style,
					),
					span(wordy ? '   ' : '  '),
				];
	});
	const held = state.held ? [span('HELD: P goes on', {color: 'yellow', bold: true}), span('   ')] : [];
	const shown = view.controllable ? [] : [span('past run, only shown', {color: 'yellow'}), span('   ')];
	const place = title.executorNote === undefined ? executor : `${executor}: ${title.executorNote}`;
	const note = view.controllable ? place : '';
	const left = [...viewBar(view), ...parts, ...held, ...shown];
	const room = width - rowWidth(left) - 2;
	const right = room < 12 ? [] : [...cutRow([span(note, {dim: true})], room, theme.symbols.ellipsis), span(' ')];
	return spread(left, right, width, theme.symbols.ellipsis);
}

/** ` 1 Run  2 Timeline  3 Tests  4 History  5 Graph   ` */
function viewBar({view}: HeaderView): Row {
	const names = viewNames.map((name, index) =>
		span(
			` ${index + 1} ${name.charAt(0).toUpperCase()}${name.slice(1)} `,
			name === view ? {bold: true, inverse: true} : {dim: true},
		),
	);
	return [...names, span('  ')];
}

/** The one line of a terminal too small for more. */
export function tinyRow(view: HeaderView): Row {
	const {state} = view;
	return [
		span(`#${state.run} `, {bold: true}),
		...runStatus(view),
		span(` ${settledCount(state)}/${jobsIn(state).length}`),
	];
}

/** Words for a row with little room. */
const shorter: Partial<Record<LookName, string>> = {allowed: 'allowed', retried: 'on retry'};

const order: readonly LookName[] = [
	'failed',
	'memory',
	'timeout',
	'error',
	'allowed',
	'running',
	'preparing',
	'canceling',
	'passed',
	'retried',
	'queued',
	'waiting',
	'manual',
	'skipped',
	'canceled',
];

function identity({branch, commit}: Title): string {
	return commit === '' ? branch : `${branch}@${commit.slice(0, 7)}`;
}

function runStatus({state, theme, tick, now, canceling}: HeaderView): Row {
	const name = canceling ? 'canceling' : lookOfRun(state);
	const {style, word} = looks[name];
	const elapsed = state.startedAt === undefined ? '' : ` ${clockText((state.endedAt ?? now) - state.startedAt)}`;
	return [span(`${glyphOf(name, theme, tick)} ${word.toUpperCase()}`, {...style, bold: true}), span(elapsed)];
}

function eta({endsAt, now, state}: HeaderView): Row {
	return endsAt === undefined || isSettled(state.status) ? [] : [span(`  eta ${clockText(endsAt - now)}`, {dim: true})];
}

function progress({state, theme, width}: HeaderView): Row {
	const done = settledCount(state);
	const cells = width >= 100 ? 10 : 0;
	const all = jobsIn(state).length;
	const full = all === 0 ? 0 : Math.round((done / all) * cells);
	const {full: on, empty: off} = theme.symbols;
	const bar =
		cells === 0
			? []
			: [span('  '), span(on.repeat(full), {color: 'green'}), span(off.repeat(cells - full), {dim: true})];
	return [...bar, span(`  ${done}/${all}`)];
}

function settledCount(state: RunState): number {
	return jobsIn(state).filter(({job}) => isSettled(job.status)).length;
}
