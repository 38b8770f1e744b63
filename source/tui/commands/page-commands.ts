import type {CommandName} from '../keys/keymap.js';
import type {Target} from '../pages/page.js';
import {jobId} from '../placed-job.js';
import {nextOf, tabNames, type ViewName} from '../state/arrangement.js';
import {findFile} from '../terminal/find-file.js';
import {editorProgram} from '../terminal/programs.js';
import {messageOf} from './copy-commands.js';
import {openProgram} from './open-commands.js';
import type {Perform, RunContext} from './run-context.js';

/** Commands that change what is looked at: views, tabs, and what is selected in them. */
export const pageCommands = {
	'view-run': context => view(context, 'run'),
	'view-timeline': context => view(context, 'timeline'),
	'view-tests': context => view(context, 'tests'),
	'view-history': context => view(context, 'history'),
	'view-graph': context => view(context, 'graph'),
	'next-tab': context => tab(context, 1),
	'previous-tab': context => tab(context, -1),
	'tab-down': context => scrollTab(context, 1),
	'tab-up': context => scrollTab(context, -1),
	'tab-page-down': context => scrollTab(context, 10),
	'tab-page-up': context => scrollTab(context, -10),
	'item-down': context => moveItem(context, 1),
	'item-up': context => moveItem(context, -1),
	'item-first': context => moveItem(context, Number.NEGATIVE_INFINITY),
	'item-last': context => moveItem(context, Number.MAX_SAFE_INTEGER),
	'item-page-down': context => moveItem(context, context.treeHeight),
	'item-page-up': context => moveItem(context, -context.treeHeight),
	'open-item': context => openItem(context),
	'open-place': context => openPlace(context),
	sort: ({dispatch, ui}) =>
		dispatch({type: 'arranged', change: {sort: nextOf(['file', 'start', 'duration'] as const, ui.arrangement.sort)}}),
	critical: ({dispatch, ui}) => dispatch({type: 'arranged', change: {criticalOnly: !ui.arrangement.criticalOnly}}),
	'mark-run': context => markRun(context),
	compare: context => compare(context),
} satisfies Partial<Record<CommandName, Perform>>;

/** What is selected on the page. */
export function selectedTarget({page, ui}: RunContext): Target | undefined {
	return page?.items[Math.min(ui.pageIndex, page.items.length - 1)]?.target;
}

function view({dispatch}: RunContext, name: ViewName): void {
	dispatch({type: 'arranged', change: {view: name}});
}

function tab({dispatch, ui}: RunContext, by: 1 | -1): void {
	dispatch({type: 'arranged', change: {tab: nextOf(tabNames, ui.arrangement.tab, by)}});
}

function scrollTab({dispatch, ui}: RunContext, by: number): void {
	dispatch({type: 'tab-scrolled', top: Math.max(0, ui.tabTop + by)});
}

function moveItem({dispatch, ui, page}: RunContext, by: number): void {
	const last = Math.max(0, (page?.items.length ?? 0) - 1);
	dispatch({type: 'page-moved', index: Math.min(last, Math.max(0, Math.min(last, ui.pageIndex) + by))});
}

function openItem(context: RunContext): void {
	const target = selectedTarget(context);
	if (target?.kind === 'job' || target?.kind === 'test') {
		const id = target.kind === 'test' ? target.id : jobId(target.job);
		context.dispatch({type: 'selected', id, now: context.now()});
		context.dispatch({type: 'arranged', change: {view: 'run', tab: 'log'}});
	} else if (target?.kind === 'run') {
		openRun(context, target.run);
	}
}

/** A past run, only to be looked at; Escape comes back. */
function openRun({ports, toast, show}: RunContext, run: number): void {
	const {history} = ports;
	if (history?.open === undefined) {
		toast('past runs cannot be opened from here: ci-tui report shows them', 'warning');
		return;
	}

	history.open(run).then(
		opened => (opened === undefined ? toast(`run #${run} is gone`, 'warning') : show(opened)),
		(error: unknown) => toast(messageOf(error), 'error'),
	);
}

function openPlace(context: RunContext): void {
	const {root, terminal, toast} = context;
	const target = selectedTarget(context);
	const place = target?.kind === 'test' ? target.place : undefined;
	const file = place && findFile(root, place.file);
	if (place === undefined || file === undefined) {
		toast(place === undefined ? 'the report names no file' : `${place.file} is not in this checkout`, 'warning');
	} else {
		openProgram(context, editorProgram({...place, file}, terminal.env));
	}
}

function markRun(context: RunContext): void {
	const target = selectedTarget(context);
	if (target?.kind === 'run') {
		context.dispatch({type: 'run-marked', run: target.run});
		moveItem(context, 1);
	}
}

function compare({dispatch, ui, toast}: RunContext): void {
	if (ui.markedRuns.length === 2) {
		dispatch({type: 'comparing-switched'});
	} else {
		toast('mark two runs with Space first', 'warning');
	}
}
