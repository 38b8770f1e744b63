import type {CommandName} from '../keys/keymap.js';
import {nextFailed} from '../tree.js';
import type {Perform, RunContext} from './run-context.js';

/** Commands that move in the tree and fold it. */
export const treeCommands = {
	down: context => move(context, 1),
	up: context => move(context, -1),
	first: context => move(context, Number.NEGATIVE_INFINITY),
	last: context => move(context, Number.POSITIVE_INFINITY),
	'half-down': context => move(context, Math.ceil(context.treeHeight / 2)),
	'half-up': context => move(context, -Math.ceil(context.treeHeight / 2)),
	fold: context => foldOrParent(context),
	unfold: context => unfoldOrOpen(context),
	'fold-all': context => foldAll(context, true),
	'unfold-all': context => foldAll(context, false),
	open: context => open(context),
	'next-failed': context => selectFailed(context, 1),
	'previous-failed': context => selectFailed(context, -1),
	filter: ({dispatch, ui}) => dispatch({type: 'prompt-changed', prompt: {kind: 'filter', text: ui.nameFilter}}),
	'state-filter': ({dispatch}) => dispatch({type: 'state-filter-switched'}),
} satisfies Partial<Record<CommandName, Perform>>;

function move({rows, index, dispatch, now}: RunContext, by: number): void {
	const row = rows[Math.min(rows.length - 1, Math.max(0, index + by))];
	if (row !== undefined) {
		dispatch({type: 'selected', id: row.id, now: now()});
	}
}

function foldOrParent({rows, index, dispatch, now, state}: RunContext): void {
	const row = rows[index];
	if (row?.kind === 'stage') {
		dispatch({type: 'folded', stages: [row.stage.name], folded: true});
	} else if (row !== undefined && state.jobs.get(row.job.name) !== undefined) {
		dispatch({type: 'selected', id: `stage ${row.job.stage}`, now: now()});
	}
}

function unfoldOrOpen({rows, index, dispatch}: RunContext): void {
	const row = rows[index];
	if (row?.kind === 'stage') {
		dispatch({type: 'folded', stages: [row.stage.name], folded: false});
	} else if (row !== undefined) {
		dispatch({type: 'focused', pane: 'log'});
	}
}

function foldAll({state, dispatch}: RunContext, folded: boolean): void {
	dispatch({type: 'folded', stages: state.stages.map(stage => stage.name), folded});
}

function open({rows, index, dispatch}: RunContext): void {
	const row = rows[index];
	if (row?.kind === 'stage') {
		dispatch({type: 'folded', stages: [row.stage.name], folded: !row.folded});
	} else if (row !== undefined) {
		dispatch({type: 'focused', pane: 'log'});
	}
}

function selectFailed({state, job, dispatch, now}: RunContext, direction: 1 | -1): void {
	const name = nextFailed(state, job?.name, direction);
	if (name !== undefined) {
		dispatch({type: 'selected', id: `job ${name}`, now: now()});
	}
}
