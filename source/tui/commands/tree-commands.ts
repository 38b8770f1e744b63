import type {CommandName} from '../keys/keymap.js';
import {rowsAbove} from '../placed-job.js';
import {foldable, foldOf, isFolded, nextFailed} from '../tree.js';
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
	'hide-tree': ({dispatch}) => {
		dispatch({type: 'focused', pane: 'log'});
		dispatch({type: 'arranged', change: {zoomed: true}});
	},
	filter: ({dispatch, ui}) => dispatch({type: 'prompt-changed', prompt: {kind: 'filter', text: ui.nameFilter}}),
	'state-filter': ({dispatch}) => dispatch({type: 'state-filter-switched'}),
} satisfies Partial<Record<CommandName, Perform>>;

function move({rows, index, dispatch, now}: RunContext, by: number): void {
	const row = rows[Math.min(rows.length - 1, Math.max(0, index + by))];
	if (row !== undefined) {
		dispatch({type: 'selected', id: row.id, now: now()});
	}
}

/** Folds what the row stands for; where there is nothing to fold, goes to what the row is folded into. */
function foldOrParent({rows, index, dispatch, now, state}: RunContext): void {
	const row = rows[index];
	const [above] = row === undefined ? [] : rowsAbove(state, row.id);
	if (row !== undefined && isFolded(row) === false) {
		dispatch({type: 'folded', ids: [foldOf(row)], folded: true});
	} else if (above !== undefined) {
		dispatch({type: 'selected', id: above, now: now()});
	}
}

function unfoldOrOpen({rows, index, dispatch}: RunContext): void {
	const row = rows[index];
	if (row !== undefined && isFolded(row) === true) {
		dispatch({type: 'folded', ids: [foldOf(row)], folded: false});
	} else if (row?.kind === 'job') {
		dispatch({type: 'focused', pane: 'log'});
	}
}

function foldAll({state, dispatch}: RunContext, folded: boolean): void {
	dispatch({type: 'folded', ids: foldable(state), folded});
}

function open({rows, index, dispatch}: RunContext): void {
	const row = rows[index];
	if (row?.kind === 'stage') {
		dispatch({type: 'folded', ids: [foldOf(row)], folded: !row.folded});
	} else if (row !== undefined) {
		dispatch({type: 'focused', pane: 'log'});
	}
}

function selectFailed({state, ui, dispatch, now}: RunContext, direction: 1 | -1): void {
	const id = nextFailed(state, ui.selection.id, direction);
	if (id !== undefined) {
		dispatch({type: 'selected', id, now: now()});
	}
}
