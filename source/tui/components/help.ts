import {keyText} from '../keys/key-text.js';
import {bindingsIn, type Scope} from '../keys/keymap.js';
import {type Row, rowWidth, span} from '../text/row.js';
import type {Theme} from '../theme.js';
import type {DialogView} from './dialog-rows.js';
import {legend} from './legend.js';

export interface HelpView {
	readonly scope: Scope;
	/** First row shown, where not all fit. */
	readonly top: number;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly theme: Theme;
}

const titles: Readonly<Record<string, string>> = {
	tree: 'keys in the tree',
	log: 'keys in the log',
	tab: 'keys in this tab',
	timeline: 'keys in the timeline',
	tests: 'keys in the tests',
	history: 'keys in the history',
	graph: 'keys in the graph',
};

/** The keys of a place and what the glyphs mean: in two columns where there is room, else to be scrolled. */
export function helpView({scope, top, size, theme}: HelpView): DialogView {
	const all = [...keyRows(scope, theme), [], ...legend(theme, 60)];
	const room = Math.max(1, size.rows - 2);
	const title = titles[scope[0] ?? ''] ?? 'keys';
	if (all.length <= room) {
		return {title, rows: all};
	}

	const widest = Math.max(...all.map(rowWidth));
	if (size.columns >= widest * 2 + 8) {
		return {title, rows: inTwoColumns(all, widest)};
	}

	const first = helpTop(top, all.length, room);
	return {title: `${title}: j k scroll, Esc closes`, rows: all.slice(first, first + room)};
}

/** The first row to show when `top` is asked for: no further than the last screenful. */
function helpTop(top: number, length: number, room: number): number {
	return Math.min(Math.max(0, top), Math.max(0, length - room));
}

function keyRows(scope: Scope, theme: Theme): readonly Row[] {
	return bindingsIn(scope).map(({keys, help}): Row => {
		const names = keys.map(key => keyText(key, theme.ascii)).join(' ');
		return [span(names.padEnd(18), {bold: true, color: 'cyan'}), span(help)];
	});
}

function inTwoColumns(rows: readonly Row[], width: number): readonly Row[] {
	const half = Math.ceil(rows.length / 2);
	return rows.slice(0, half).map((left, index): Row => {
		const right = rows[index + half] ?? [];
		return [...left, span(' '.repeat(width - rowWidth(left) + 4)), ...right];
	});
}
