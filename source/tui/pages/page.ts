import type {Link} from '../problems/link.js';
import {type Row, rowWidth, span, styled} from '../text/row.js';
import type {Theme} from '../theme.js';
import {windowTop} from '../tree.js';

/** What Enter on an item of a page goes to. */
export type Target =
	/** Of the run itself, by its name. */
	| {readonly kind: 'job'; readonly job: string}
	| {readonly kind: 'run'; readonly run: number}
	/** In the job with that id, also of a child. */
	| {readonly kind: 'test'; readonly id: string; readonly place: Link | undefined}
	| {readonly kind: 'none'};

export interface Item {
	readonly row: Row;
	readonly target: Target;
}

/** A view over the whole screen: a title, items that can be selected, and lines above and below that stay. */
export interface Page {
	readonly title: string;
	readonly head: readonly Row[];
	readonly items: readonly Item[];
	readonly foot: readonly Row[];
}

export interface PageRowsView {
	readonly page: Page;
	readonly index: number;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
}

/** The page as exactly `height` rows at the most, the selected item among them. */
export function pageRows({page, index, width, height, theme}: PageRowsView): readonly Row[] {
	const {head, items, foot} = page;
	const room = Math.max(1, height - head.length - foot.length);
	const at = Math.min(index, items.length - 1);
	const top = windowTop(items.length, Math.max(0, at), room, Math.max(0, at - Math.floor(room / 2)));
	const shown = items.slice(top, top + room).map(({row}, offset): Row => {
		const chosen = top + offset === at;
		const cells: Row = [span(chosen ? theme.symbols.selected : ' ', {bold: true, color: 'cyan'}), ...row];
		const rest = span(' '.repeat(Math.max(0, width - rowWidth(cells))));
		return chosen ? styled([...cells, rest], {inverse: true, dim: false}) : cells;
	});
	const gap = Array.from({length: Math.max(0, room - shown.length)}, (): Row => []);
	return [...head, ...shown, ...gap, ...foot].slice(0, height);
}
