import {showTemplate} from '../../model/expand-variables.js';
import {textMask} from '../../model/mask-text.js';
import type {Plan, PlannedJob} from '../../model/plan.js';
import {type PlanTarget, targetsOf} from '../state/home-state.js';
import {type Row, span, spread, styled} from '../text/row.js';
import {glyphOf, looks, type Theme} from '../theme.js';

export interface PlanRowsView {
	readonly plan: Plan;
	/** Place among what can be selected. */
	readonly selected: number;
	readonly focused: boolean;
	readonly width: number;
	readonly theme: Theme;
}

/** The plan as a tree: what would run, in which order, and why the rest would not. `selectedRow` is the place on screen. */
export function planRows(view: PlanRowsView): {readonly rows: readonly Row[]; readonly selectedRow: number} {
	const rows: Row[] = [];
	let selectedRow = 0;
	let heading: string | undefined;
	for (const [index, target] of targetsOf(view.plan).entries()) {
		const above = headingOf(target);
		if (above !== heading) {
			rows.push(...(target.kind === 'job' && heading !== undefined ? [] : [[]]), [span(`  ${above}`, {bold: true})]);
			heading = above;
		}

		if (index === view.selected) {
			selectedRow = rows.length;
		}

		rows.push(selectable(targetRow(target, view), index === view.selected, view));
	}

	return {rows, selectedRow};
}

function headingOf(target: PlanTarget): string | undefined {
	switch (target.kind) {
		case 'pipeline': {
			return undefined;
		}

		case 'job': {
			return target.job.stage;
		}

		case 'left-out': {
			return 'left out';
		}

		case 'warning': {
			return 'warnings';
		}
	}
}

function targetRow(target: PlanTarget, view: PlanRowsView): Row {
	const {theme, plan, width} = view;
	switch (target.kind) {
		case 'pipeline': {
			const jobs = counted(plan.jobs.length, 'job');
			return [
				span(`${theme.symbols.start} `, {color: 'green'}),
				span('run the pipeline', {bold: true}),
				span(`  ${jobs} in ${counted(plan.stages.length, 'stage')}`, {dim: true}),
			];
		}

		case 'job': {
			return jobRow(target.job, width - 2, theme, plan.masked);
		}

		case 'left-out': {
			const {name, reason} = target.job;
			return [span(`  ${glyphOf('skipped', theme, 0)} ${name}`, looks.skipped.style), span(`  ${reason}`, {dim: true})];
		}

		case 'warning': {
			const {message, position} = target.warning;
			return [
				span(`  ${glyphOf('allowed', theme, 0)} `, {color: 'yellow'}),
				span(message),
				span(`  ${position.file}:${position.line}`, {dim: true}),
			];
		}
	}
}

function selectable(row: Row, chosen: boolean, {focused, theme, width}: PlanRowsView): Row {
	const marker = span(chosen ? `${theme.symbols.selected} ` : '  ', {bold: true, color: 'cyan'});
	const cells = spread([marker, ...row], [], width, theme.symbols.ellipsis);
	return chosen && focused ? styled(cells, {inverse: true, dim: false}) : cells;
}

function jobRow(job: PlannedJob, width: number, theme: Theme, masked: readonly string[]): Row {
	const name = job.when === 'manual' ? 'manual' : 'waiting';
	const left: Row = [
		span('  '),
		span(glyphOf(name, theme, 0), looks[name].style),
		span(` ${job.name}`),
		span(notes(job), {dim: true}),
	];
	const image =
		width >= 50 && job.image !== undefined
			? [span(textMask(masked)(showTemplate(job.image.name)), {dim: true}), span(' ')]
			: [];
	return spread(left, image, width, theme.symbols.ellipsis);
}

function notes({when, allowFailure, needs}: PlannedJob): string {
	const said = [
		when === 'on_success' ? '' : when,
		allowFailure === false || when === 'manual' ? '' : 'may fail',
		needs === undefined ? '' : needs.length === 0 ? 'needs nothing' : `needs ${list(needs.map(need => need.job))}`,
	].filter(note => note !== '');
	return said.length === 0 ? '' : `  ${said.join(', ')}`;
}

function list(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
