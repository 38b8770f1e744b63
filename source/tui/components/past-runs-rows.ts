import type {PipelineExecution} from '../../model/records.js';
import {formatAge, formatDuration} from '../../report/duration.js';
import {type Row, span, spread, styled} from '../text/row.js';
import {glyphOf, lookOfRun, looks, type Theme} from '../theme.js';

export interface PastRunsView {
	readonly runs: readonly PipelineExecution[];
	/** The pipeline file is sound: a run can be started. */
	readonly startable: boolean;
	readonly selected: number;
	readonly focused: boolean;
	readonly width: number;
	readonly height: number;
	readonly now: number;
	readonly theme: Theme;
}

/** Past runs, newest first: `✔ #142  main 3f2c1a9        1:02   5m ago`. */
export function pastRunsRows(view: PastRunsView): readonly Row[] {
	const {runs, selected, height} = view;
	if (runs.length === 0) {
		return view.startable ? [[], [span('  No run yet: r starts the first one.', {dim: true})]] : [];
	}

	const top = Math.max(0, Math.min(selected - Math.floor(height / 2), runs.length - height));
	return runs.slice(top, top + height).map((run, offset) => runRow(run, top + offset === selected, view));
}

function runRow(run: PipelineExecution, chosen: boolean, {theme, width, now, focused}: PastRunsView): Row {
	const name = lookOfRun(run);
	const started = run.start_time === undefined ? undefined : Date.parse(run.start_time);
	const ended = run.end_time === undefined ? undefined : Date.parse(run.end_time);
	const took = started === undefined || ended === undefined ? '' : formatDuration(ended - started);
	const ago = started === undefined ? '' : formatAge(started, now).replace(width < 60 ? ' ago' : '', '');
	const left: Row = [
		span(chosen ? `${theme.symbols.selected} ` : '  ', {bold: true, color: 'cyan'}),
		span(glyphOf(name, theme, 0), looks[name].style),
		span(` #${run.run_number}`, {bold: true}),
		span(`  ${run.branch ?? ''} ${run.commit_hash.slice(0, 7)}`),
		span(run.status === 'Success' || run.reason === undefined ? '' : `  ${run.reason}`, {dim: true}),
	];
	const right: Row = [span(took.padStart(6)), span(`${ago.padStart(width < 60 ? 8 : 13)} `, {dim: true})];
	const cells = spread(left, right, width, theme.symbols.ellipsis);
	return chosen && focused ? styled(cells, {inverse: true, dim: false}) : cells;
}
