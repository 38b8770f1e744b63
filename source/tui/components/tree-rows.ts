import {isSettled} from '../../model/status.js';
import {formatDuration} from '../../report/duration.js';
import {fittingNote, indent, jobNotes, type Progress} from '../notes.js';
import {stageEnd} from '../stage-end.js';
import {columns} from '../text/cut.js';
import {type Row, rowWidth, type Span, span, spread, styled} from '../text/row.js';
import {glyphOf, lookOfJob, lookOfRun, lookOfStage, looks, type Theme} from '../theme.js';
import type {JobRow, StageRow, TreeRow} from '../tree.js';

export interface TreeRowView {
	readonly row: TreeRow;
	readonly selected: boolean;
	/** Commands are for it and the others marked. */
	readonly marked: boolean;
	/** The tree has the keys. */
	readonly focused: boolean;
	readonly theme: Theme;
	readonly now: number;
	readonly tick: number;
	readonly width: number;
	/** Pull progress of the job, when there is any. */
	readonly progress?: Progress;
	/** `silent 1:12`; empty when nothing is unusual. */
	readonly badge: string;
}

/** `❯    ✘ test:unit  ↻2  exit 1                 58s` */
export function treeRow(view: TreeRowView): Row {
	const {row, selected, focused, theme, width} = view;
	const sign = selected ? theme.symbols.selected : view.marked ? theme.symbols.bookmark : ' ';
	const marker = span(sign, {bold: true, color: view.marked ? 'magenta' : 'cyan'});
	const [left, right] = row.kind === 'stage' ? stageCells(view, row) : jobCells(view, row);
	const cells = spread([marker, ...left], [span(right, {dim: true}), span(' ')], width, theme.symbols.ellipsis);
	return selected && focused ? styled(cells, {inverse: true, dim: false}) : cells;
}

function stageCells({theme, tick, now, width}: TreeRowView, row: StageRow): readonly [Row, string] {
	const {stage, jobs, folded} = row;
	const name = lookOfStage(jobs);
	const settled = jobs.filter(job => isSettled(job.status)).length;
	const {style} = looks[name];
	const left: Row = [
		span(' '.repeat(row.depth * indentIn(width))),
		span(`${folded ? theme.symbols.folded : theme.symbols.open} `, {dim: true}),
		span(glyphOf(name, theme, tick), style),
		span(` ${stage.name}`, {bold: true}),
		...(folded ? [span(`  ${settled}/${jobs.length}`, {dim: true})] : []),
	];
	const from = stage.startedAt;
	return [left, from === undefined ? '' : formatDuration(stageEnd(stage, jobs, now) - from)];
}

function jobCells(view: TreeRowView, row: JobRow): readonly [Row, string] {
	const {job, child, depth} = row;
	const {theme, tick, now, progress, width} = view;
	const name = lookOfJob(job);
	const {style} = looks[name];
	const attempts: Span[] =
		job.attempts.length > 1 ? [span(` ${theme.symbols.retry}${job.attempts.length}`, {color: 'yellow'})] : [];
	const head: Row = [
		span(' '.repeat((depth + 1) * indentIn(width) - 2)),
		span(child === undefined ? '  ' : `${child.folded ? theme.symbols.folded : theme.symbols.open} `, {dim: true}),
		span(glyphOf(name, theme, tick), style),
		span(` ${job.name}`, job.status === 'Failed' && !job.allowed ? {color: 'red', bold: true} : {}),
		...attempts,
		...(child === undefined ? [] : childCells(child, view)),
	];
	const attempt = job.attempts.at(-1);
	const took = attempt === undefined ? '' : formatDuration((attempt.endedAt ?? now) - attempt.startedAt);
	const note = fittingNote(
		jobNotes(job, now, progress),
		width - rowWidth(head) - columns(took) - 5,
		theme.symbols.ellipsis,
	);
	const beside = note === '' ? [] : [span(`  ${note}`, job.status === 'Failed' ? style : {dim: true})];
	const badge = view.badge === '' ? [] : [span(`  ${view.badge}`, {color: 'yellow' as const})];
	return [[...head, ...badge, ...beside], took];
}

/** `  #143 3/5`, with how the child is where its trigger job does not say it. */
function childCells({run, state, folded}: NonNullable<JobRow['child']>, {row, theme, tick}: TreeRowView): Row {
	const jobs = [...state.jobs.values()];
	const settled = jobs.filter(job => isSettled(job.status)).length;
	const look = lookOfRun(state);
	const differs = row.kind === 'job' && row.job.status !== state.status;
	return [
		span(`  #${run}`, {dim: true}),
		...(differs ? [span(` ${glyphOf(look, theme, tick)}`, looks[look].style)] : []),
		...(folded ? [span(` ${settled}/${jobs.length}`, {dim: true})] : []),
	];
}

/** Where there is little room, the reason needs it more than the indent. */
function indentIn(width: number): number {
	return width < 40 ? 2 : indent;
}
