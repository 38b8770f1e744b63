import type {AttemptState, JobState, RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {retryImpact} from '../impact.js';
import type {FailureDetails} from '../state/failure.js';
import type {LogSnapshot} from '../state/log-view.js';
import {type Row, span} from '../text/row.js';
import type {Theme} from '../theme.js';
import {failureCard} from './failure-card.js';
import {logRows} from './log-rows.js';
import {logPosition, logTitle} from './log-title.js';
import type {PaneView} from './panes.js';
import {jobNote} from './tree-rows.js';

export interface LogPaneView {
	readonly state: RunState;
	readonly job: JobState | undefined;
	readonly attempt: AttemptState | undefined;
	/** The selected stage, when no job is selected. */
	readonly stage: string | undefined;
	readonly snapshot: LogSnapshot;
	readonly failure: FailureDetails | undefined;
	readonly progress: {readonly text: string; readonly fraction?: number} | undefined;
	readonly wrap: boolean;
	readonly focused: boolean;
	readonly controllable: boolean;
	readonly theme: Theme;
	readonly now: number;
	readonly tick: number;
	readonly width: number;
	readonly height: number;
}

/** The log of the selected job; under it the card of a failure or the progress of a pull. */
export function logPane(view: LogPaneView): PaneView & {readonly cardHeight: number} {
	const {state, job, attempt, snapshot, failure, width, height, controllable, theme, wrap} = view;
	const title = logTitle(view);
	if (job === undefined || attempt === undefined) {
		return {title, rows: emptyRows(view), position: [], cardHeight: 0};
	}

	const card =
		failure === undefined
			? []
			: failureCard({job, details: failure, impact: retryImpact(state, job.name), controllable, width, theme});
	const below = [...card, ...progressRows(view)];
	const room = Math.max(0, height - below.length);
	const lines = logRows({snapshot, width, height: room, wrap, theme});
	const gap = Array.from({length: Math.max(0, room - lines.length)}, (): Row => []);
	return {
		title,
		rows: [...lines, ...gap, ...below],
		position: logPosition(snapshot, wrap, theme),
		cardHeight: card.length,
	};
}

/** ` ⇣ pulling alpine:3.20  ▰▰▰▰▱▱▱▱▱▱ 43%` */
function progressRows({progress, theme, width}: LogPaneView): readonly Row[] {
	if (progress === undefined) {
		return [];
	}

	const cells = Math.max(0, Math.min(20, width - 40));
	const full = Math.round((progress.fraction ?? 0) * cells);
	const bar =
		progress.fraction === undefined
			? []
			: [
					span(`  ${theme.symbols.full.repeat(full)}`, {color: 'cyan'}),
					span(theme.symbols.empty.repeat(cells - full), {dim: true}),
					span(` ${Math.round(progress.fraction * 100)}%`),
				];
	return [[span(` ${progress.text}`, {color: 'cyan'}), ...bar]];
}

/** What is said instead of a log when there is none: why the job has not run, and what can be done about it. */
function emptyRows({state, job, stage, now, controllable}: LogPaneView): readonly Row[] {
	if (job === undefined) {
		return stage === undefined ? [] : stageRows(state, stage, now);
	}

	const note = jobNote(job, now);
	const because = job.reason?.kind === 'skipped' ? job.reason.because : undefined;
	const hint = !controllable
		? ''
		: job.reason?.kind === 'manual'
			? 'p plays it.'
			: because !== undefined
				? `It runs when ${because} is retried and passes.`
				: isSettled(job.status)
					? 'r runs it.'
					: 'Its log appears here when it starts.';
	return [
		[],
		[span('  '), span(note === '' ? 'has not started' : note, {bold: true})],
		[],
		[span(`  ${hint}`, {dim: true})],
	];
}

function stageRows(state: RunState, stage: string, now: number): readonly Row[] {
	const jobs = [...state.jobs.values()].filter(job => job.stage === stage);
	return [
		[],
		...jobs.map(
			(job): Row => [
				span(`  ${job.name}`, {bold: true}),
				span(`  ${job.status}`),
				span(`  ${jobNote(job, now)}`, {dim: true}),
			],
		),
	];
}
