import type {Hit} from '../hit.js';
import type {MouseEvent} from '../terminal/mouse.js';
import {foldOf, isFolded} from '../tree.js';
import {logCommands} from './log-commands.js';
import {pageCommands} from './page-commands.js';
import type {RunContext} from './run-context.js';
import {treeCommands} from './tree-commands.js';

/** What the rows on screen stand for, as they were drawn last. */
export interface DrawnRows {
	/** The first row of the tree that is on screen. */
	readonly treeTop: number;
	/** The log's line in each row of its pane. */
	readonly logLines: readonly (number | undefined)[];
}

/** The wheel scrolls what is under the pointer, a press selects, a press on what is selected folds it, a drag selects lines. */
export function onMouse(event: MouseEvent, hit: Hit | undefined, drawn: DrawnRows, context: RunContext): void {
	if (hit === undefined) {
		return;
	}

	if (event.kind === 'wheel-down' || event.kind === 'wheel-up') {
		wheel(event.kind === 'wheel-down', hit, context);
	} else if (hit.pane === 'tree' && event.kind === 'press') {
		pressTree(drawn.treeTop + hit.row, context);
	} else if (hit.pane === 'log' && event.kind !== 'release') {
		pressLog(drawn.logLines[hit.row], event.kind === 'drag', context);
	}
}

function wheel(down: boolean, {pane}: Hit, context: RunContext): void {
	if (pane === 'tree') {
		treeCommands[down ? 'down' : 'up'](context);
	} else if (pane === 'page') {
		pageCommands[down ? 'item-down' : 'item-up'](context);
	} else if (context.ui.arrangement.tab === 'log') {
		logCommands[down ? 'scroll-log-down' : 'scroll-log-up'](context);
	} else {
		pageCommands[down ? 'tab-down' : 'tab-up'](context);
	}
}

function pressTree(place: number, context: RunContext): void {
	const {rows, index, dispatch, now} = context;
	const row = rows[place];
	dispatch({type: 'focused', pane: 'tree'});
	const folded = row && isFolded(row);
	if (row !== undefined && folded !== undefined && place === index) {
		dispatch({type: 'folded', ids: [foldOf(row)], folded: !folded});
	} else if (row !== undefined) {
		dispatch({type: 'selected', id: row.id, now: now()});
	}
}

function pressLog(line: number | undefined, dragged: boolean, {log, dispatch}: RunContext): void {
	dispatch({type: 'focused', pane: 'log'});
	if (log === undefined || line === undefined) {
		return;
	}

	if (dragged) {
		log.selectTo(line);
	} else if (log.cursor.mark === line && log.snapshot().folds.some(fold => fold.line === line)) {
		log.switchFold(line);
	} else {
		log.point(line);
	}
}
