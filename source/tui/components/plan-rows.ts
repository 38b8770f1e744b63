import type {Plan, PlannedJob} from '../../model/plan.js';
import {type Row, span, spread, styled} from '../text/row.js';
import {glyphOf, looks, type Theme} from '../theme.js';

export interface PlanRowsView {
	readonly plan: Plan;
	/** Place among what can be started: 0 the pipeline, then the jobs. */
	readonly selected: number;
	readonly focused: boolean;
	readonly width: number;
	readonly theme: Theme;
}

/** The plan as a tree: what would run, in which order, and why the rest would not. `selectedRow` is the place on screen. */
export function planRows(view: PlanRowsView): {readonly rows: readonly Row[]; readonly selectedRow: number} {
	const {plan, theme, width} = view;
	const rows: Row[] = [];
	let target = 0;
	let selectedRow = 0;
	const add = (row: Row) => {
		const chosen = target === view.selected;
		if (chosen) {
			selectedRow = rows.length;
		}

		rows.push(choosable(row, chosen, view));
		target += 1;
	};

	const count = `${plan.jobs.length} ${plan.jobs.length === 1 ? 'job' : 'jobs'} in ${plan.stages.length} ${plan.stages.length === 1 ? 'stage' : 'stages'}`;
	add([
		span(theme.ascii ? '> ' : '▶ ', {color: 'green'}),
		span('run the pipeline', {bold: true}),
		span(`  ${count}`, {dim: true}),
	]);
	rows.push([]);
	for (const stage of plan.stages) {
		rows.push([span(`  ${stage.name}`, {bold: true})]);
		for (const job of plan.jobs.filter(candidate => candidate.stage === stage.name)) {
			add(jobRow(job, width - 2, theme));
		}
	}

	return {rows: [...rows, ...leftOut(view), ...warnings(view)], selectedRow};
}

function choosable(row: Row, chosen: boolean, {focused, theme, width}: PlanRowsView): Row {
	const cells = spread(
		[span(chosen ? `${theme.symbols.selected} ` : '  ', {bold: true, color: 'cyan'}), ...row],
		[],
		width,
	);
	return chosen && focused ? styled(cells, {inverse: true, dim: false}) : cells;
}

function jobRow(job: PlannedJob, width: number, theme: Theme): Row {
	const name = job.when === 'manual' ? 'manual' : 'waiting';
	const notes = [
		job.when === 'on_success' ? '' : job.when,
		job.allowFailure === false || job.when === 'manual' ? '' : 'may fail',
		job.needs === undefined
			? ''
			: job.needs.length === 0
				? 'needs nothing'
				: `needs ${list(job.needs.map(need => need.job))}`,
	].filter(note => note !== '');
	const left: Row = [
		span('  '),
		span(glyphOf(name, theme, 0), looks[name].style),
		span(` ${job.name}`),
		span(notes.length === 0 ? '' : `  ${notes.join(', ')}`, {dim: true}),
	];
	return spread(
		left,
		width >= 50 ? [span(job.image?.name ?? '', {dim: true}), span(' ')] : [],
		width,
		theme.symbols.ellipsis,
	);
}

function leftOut({plan, theme}: PlanRowsView): readonly Row[] {
	if (plan.leftOut.length === 0) {
		return [];
	}

	const {style} = looks.skipped;
	return [
		[],
		[span('  left out', {bold: true, dim: true})],
		...plan.leftOut.map(
			({name, reason}): Row => [
				span('    '),
				span(`${glyphOf('skipped', theme, 0)} ${name}`, style),
				span(`  ${reason}`, {dim: true}),
			],
		),
	];
}

function warnings({plan, theme}: PlanRowsView): readonly Row[] {
	return plan.warnings.length === 0
		? []
		: [
				[],
				...plan.warnings.map(
					({message, position}): Row => [
						span(`  ${glyphOf('allowed', theme, 0)} `, {color: 'yellow'}),
						span(message),
						span(`  ${position.file}:${position.line}`, {dim: true}),
					],
				),
			];
}

function list(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
