import type {Theme} from '../theme.js';
import {cutRow, type Row, rowWidth, span} from './row.js';

/** A horizontal line with a title in it and, at its right end, another: `── title ─────── END ──`. */
export function ruled(title: Row, width: number, theme: Theme, right: Row = []): Row {
	const {horizontal, ellipsis} = theme.symbols;
	const rest = rowWidth(right);
	const head = cutRow(title, Math.max(0, width - rest - 3), ellipsis);
	const line = Math.max(0, width - 2 - rowWidth(head) - rest);
	const tail = rest <= width - 3 ? right : [];
	return [
		span(horizontal, {dim: true}),
		...head,
		span(horizontal.repeat(line + (tail.length === 0 ? rest : 0)), {dim: true}),
		...tail,
		span(horizontal, {dim: true}),
	];
}

/** The top (0) or bottom (3) edge of two panes side by side; `left` and `right` are rules of the panes' widths. */
export function edge(left: Row, right: Row, corner: 0 | 3, theme: Theme): Row {
	const {corners} = theme.symbols;
	const at = (index: number) => span(corners[index] ?? '', {dim: true});
	return [at(corner), ...left, at(corner + 1), ...right, at(corner + 2)];
}

/** A dialog's rows in a frame, each exactly `width` columns. */
export function boxed(title: string, rows: readonly Row[], width: number, theme: Theme): readonly Row[] {
	const {corners, horizontal, vertical, ellipsis} = theme.symbols;
	const inner = width - 4;
	const line = (left: string, text: string, right: string): Row => [
		span(left),
		span(text, {bold: true}),
		span(horizontal.repeat(Math.max(0, width - 2 - text.length))),
		span(right),
	];
	return [
		line(corners[0], ` ${title} `, corners[2]),
		...rows.map((row): Row => {
			const cells = cutRow(row, inner, ellipsis);
			return [
				span(`${vertical} `),
				...cells,
				span(' '.repeat(Math.max(0, inner - rowWidth(cells)))),
				span(` ${vertical}`),
			];
		}),
		line(corners[3], '', corners[5]),
	];
}
