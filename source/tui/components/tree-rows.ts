import {reasonText} from '../../model/reason.js';
import type {JobState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {formatDuration} from '../../report/duration.js';
import {type Row, type Span, span, spread, styled} from '../text/row.js';
import {glyphOf, lookOfJob, lookOfStage, looks, type Theme} from '../theme.js';
import type {TreeRow} from '../tree.js';

export interface TreeRowView {
	readonly row: TreeRow;
	readonly selected: boolean;
	/** The tree has the keys. */
	readonly focused: boolean;
	readonly theme: Theme;
	readonly now: number;
	readonly tick: number;
	readonly width: number;
	/** Pull progress of the job, when there is any. */
	readonly progress?: {readonly text: string; readonly fraction?: number} | undefined;
}

/** `❯    ✘ test:unit  ↻2  exit 1                 58s` */
export function treeRow(view: TreeRowView): Row {
	const {row, selected, focused, theme, width} = view;
	const marker = span(selected ? `${theme.symbols.selected}` : ' ', {bold: true, color: 'cyan'});
	const [left, right] = row.kind === 'stage' ? stageCells(view, row) : jobCells(view, row.job);
	const cells = spread([marker, ...left], [span(right, {dim: true}), span(' ')], width, theme.symbols.ellipsis);
	return selected && focused ? styled(cells, {inverse: true, dim: false}) : cells;
}

/** What the user should know beside the job's name: why it waits, what it does, why it failed. */
export function jobNote(job: JobState, now: number, progress?: TreeRowView['progress']): string {
	const reason = job.reason === undefined ? '' : reasonText(job.reason, now);
	switch (job.status) {
		case 'Running': {
			return phaseText(job, progress);
		}

		case 'Failed': {
			return job.allowed ? `${reason}${reason === '' ? '' : ', '}allowed` : reason;
		}

		case 'Success': {
			return '';
		}

		default: {
			return reason;
		}
	}
}

function stageCells({theme, tick, now}: TreeRowView, row: TreeRow & {kind: 'stage'}): readonly [Row, string] {
	const {stage, jobs, folded} = row;
	const name = lookOfStage(jobs);
	const settled = jobs.filter(job => isSettled(job.status)).length;
	const {style} = looks[name];
	const left: Row = [
		span(`${folded ? theme.symbols.folded : theme.symbols.open} `, {dim: true}),
		span(glyphOf(name, theme, tick), style),
		span(` ${stage.name}`, {bold: true}),
		...(folded ? [span(`  ${settled}/${jobs.length}`, {dim: true})] : []),
	];
	const from = stage.startedAt;
	return [left, from === undefined ? '' : formatDuration((stage.endedAt ?? now) - from)];
}

function jobCells({theme, tick, now, progress, width}: TreeRowView, job: JobState): readonly [Row, string] {
	const name = lookOfJob(job);
	const {style} = looks[name];
	const note = jobNote(job, now, progress);
	const attempts: Span[] =
		job.attempts.length > 1 ? [span(` ${theme.symbols.retry}${job.attempts.length}`, {color: 'yellow'})] : [];
	const left: Row = [
		// Where there is little room, the reason needs it more than the indent.
		span(width < 40 ? '  ' : '    '),
		span(glyphOf(name, theme, tick), style),
		span(` ${job.name}`, job.status === 'Failed' && !job.allowed ? {color: 'red', bold: true} : {}),
		...attempts,
		...(note === '' ? [] : [span(`  ${note}`, job.status === 'Failed' ? style : {dim: true})]),
	];
	const attempt = job.attempts.at(-1);
	return [left, attempt === undefined ? '' : formatDuration((attempt.endedAt ?? now) - attempt.startedAt)];
}

function phaseText(job: JobState, progress: TreeRowView['progress']): string {
	if (progress !== undefined) {
		return progress.fraction === undefined ? progress.text : `${progress.text} ${Math.round(progress.fraction * 100)}%`;
	}

	switch (job.phase) {
		case 'preparing': {
			return 'preparing';
		}

		case 'canceling': {
			return 'canceling (x again kills)';
		}

		case 'after_script': {
			return 'after_script';
		}

		case 'artifacts': {
			return 'saving artifacts';
		}

		default: {
			return '';
		}
	}
}
