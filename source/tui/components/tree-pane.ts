import type {RunHandle} from '../../engine/run-handle.js';
import type {RunState} from '../../model/run-state.js';
import {jobsIn} from '../placed-job.js';
import type {UiState} from '../state/ui-state.js';
import {type Row, span} from '../text/row.js';
import {glyphOf, lookOfJob, looks, type Theme} from '../theme.js';
import type {JobRow, TreeRow} from '../tree.js';
import {legend} from './legend.js';
import type {PaneView} from './panes.js';
import {treeRow} from './tree-rows.js';

export interface TreePaneView {
	readonly rows: readonly TreeRow[];
	readonly index: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
	readonly ui: UiState;
	readonly state: RunState;
	readonly theme: Theme;
	readonly now: number;
	readonly tick: number;
	readonly progressOf: (row: JobRow) => ReturnType<RunHandle['progressOf']>;
	/** What is unusual about a running job. */
	readonly badgeOf: (row: JobRow) => string;
}

/** The visible part of the tree: as many rows are made as are shown, whatever the size of the pipeline. */
export function treePane(view: TreePaneView): PaneView {
	const {rows, index, top, height, width, ui, theme, now, tick, progressOf} = view;
	const shown = rows.slice(top, top + height).map((row, offset) =>
		treeRow({
			row,
			selected: top + offset === index,
			marked: row.kind === 'job' && ui.marked.has(row.id),
			focused: ui.focus === 'tree',
			theme,
			now,
			tick,
			width,
			progress: row.kind === 'job' && row.job.status === 'Running' ? progressOf(row) : undefined,
			badge: row.kind === 'job' ? view.badgeOf(row) : '',
		}),
	);
	return {
		title: title(view),
		rows:
			rows.length === 0
				? [[], [span('  no job is like that (Esc shows all)', {dim: true})]]
				: [...shown, ...legendBelow(view)],
		position: position(view),
	};
}

function title({ui: {focus, nameFilter, stateFilter, marked}, state, theme}: TreePaneView): Row {
	const counts = Map.groupBy(jobsIn(state), ({job}) => lookOfJob(job));
	const notable = (['failed', 'error', 'allowed'] as const).flatMap(name => {
		const jobs = counts.get(name) ?? [];
		return jobs.length === 0 ? [] : [span(` ${glyphOf(name, theme, 0)}${jobs.length}`, looks[name].style)];
	});
	const filters = [nameFilter === '' ? '' : `/${nameFilter}`, stateFilter === 'all' ? '' : `${stateFilter} only`];
	if (marked.size > 0) {
		filters.push(`${marked.size} marked`);
	}

	const filter = filters.filter(text => text !== '').join(' ');
	return [
		span(' JOBS', {bold: true, ...(focus === 'tree' ? {color: 'cyan' as const} : {})}),
		...notable,
		...(filter === '' ? [] : [span(` ${filter}`, {color: 'yellow'})]),
		span(' '),
	];
}

function position({rows, top, height}: TreePaneView): Row {
	const below = rows.length - top - height;
	return below > 0 || top > 0
		? [span(` ${top + 1}-${Math.min(rows.length, top + height)} of ${rows.length} `, {dim: true})]
		: [];
}

/** What the glyphs mean, at the bottom of the pane, where that leaves a gap. */
function legendBelow({ui, rows, width, height, theme}: TreePaneView): readonly Row[] {
	const lines = legend(theme, width - 2);
	const gap = height - rows.length - lines.length - 2;
	return !ui.legend || gap < 1 || height < 20 || width < 40
		? []
		: [
				...Array.from({length: gap}, (): Row => []),
				[span(' LEGEND (? hides)', {dim: true})],
				...lines.map((line): Row => [span('  '), ...line]),
			];
}
