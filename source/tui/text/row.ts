import {clean, columns, cut} from './cut.js';

export type Color = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'gray';

/** Only the 16 colours of the terminal, so that the user's own theme rules. */
export interface Style {
	readonly color?: Color;
	readonly bold?: boolean;
	readonly dim?: boolean;
	readonly inverse?: boolean;
}

/** A piece of a screen row. `raw` text carries its own colours (a job's output) and has been cut already. */
export interface Span extends Style {
	readonly text: string;
	readonly raw?: boolean;
}

/** One row of the screen as data: what components make and `Rows` draws. */
export type Row = readonly Span[];

/** A span of text from anywhere: names of jobs and branches come from strangers' files, so nothing but what can be seen is kept. */
export function span(text: string, style: Style = {}): Span {
	return {text: clean(text, false), ...style};
}

/** A span of a job's output with its colours, cut to its place and closed. */
export function outputSpan(text: string): Span {
	return text.includes('\u001B') ? {text: `${text}\u001B[0m`, raw: true} : {text};
}

/** The row's text without its look. */
export function rowText(row: Row): string {
	return row.map(part => part.text).join('');
}

export function rowWidth(row: Row): number {
	return row.reduce((sum, part) => sum + columns(part.text), 0);
}

/** `left` and `right` at the two ends of `width` columns; what does not fit is cut off the left one. */
export function spread(left: Row, right: Row, width: number, ellipsis = '…'): Row {
	const room = Math.max(0, width - rowWidth(right));
	const head = cutRow(left, right.length > 0 ? room - 1 : room, ellipsis);
	return [...head, span(' '.repeat(Math.max(0, room - rowWidth(head)))), ...right];
}

/** The row cut to at most `width` columns, with an ellipsis where something is missing. */
export function cutRow(row: Row, width: number, ellipsis = '…'): Row {
	if (rowWidth(row) <= width) {
		return row;
	}

	const parts: Span[] = [];
	let room = Math.max(0, width - columns(ellipsis));
	for (const part of row) {
		const wide = columns(part.text);
		parts.push(wide <= room ? part : {...part, text: cut(part.text, 0, room)});
		room -= wide;
		if (room < 0) {
			break;
		}
	}

	return width <= 0 ? [] : [...parts, span(ellipsis, {dim: true})];
}

/** Pieces one after the other, on as many rows as they need; a piece wider than a row is broken at its words. */
export function flowed(pieces: readonly Row[], width: number): readonly Row[] {
	const words = pieces.flatMap(piece => (rowWidth(piece) <= width ? [piece] : piece.flatMap(wordsOf)));
	const rows: Span[][] = [[]];
	for (const word of words) {
		const row = rows.at(-1) ?? [];
		if (row.length > 0 && rowWidth(row) + rowWidth(word) > width) {
			rows.push([...word]);
		} else {
			row.push(...word);
		}
	}

	return rows;
}

function wordsOf(part: Span): readonly Row[] {
	return (part.text.match(/\s*\S+\s*/gu) ?? []).map(text => [{...part, text}]);
}

/** The row as the terminal takes it, exactly `width` columns wide. */
export function paint(row: Row, width: number, color: boolean, ellipsis = '…'): string {
	const fitted = cutRow(row, width, ellipsis);
	const rest = Math.max(0, width - rowWidth(fitted));
	const inverse = fitted.at(-1)?.inverse === true;
	const padded = rest === 0 ? fitted : [...fitted, span(' '.repeat(rest), inverse ? {inverse} : {})];
	return padded.map(part => (part.raw === true ? part.text : dress(part, color))).join('');
}

/** Every span of the row with the style added. */
export function styled(row: Row, style: Style): Row {
	return row.map(part => ({...part, ...style}));
}

function dress(part: Span, color: boolean): string {
	const codes = color ? sgrOf(part) : '';
	return codes === '' || part.text === '' ? part.text : `\u001B[${codes}m${part.text}\u001B[0m`;
}

const colorCodes: Readonly<Record<Color, string>> = {
	red: '31',
	green: '32',
	yellow: '33',
	blue: '34',
	magenta: '35',
	cyan: '36',
	gray: '90',
};

function sgrOf(style: Style): string {
	const codes: string[] = [];
	if (style.bold === true) {
		codes.push('1');
	}

	if (style.dim === true) {
		codes.push('2');
	}

	if (style.inverse === true) {
		codes.push('7');
	}

	if (style.color !== undefined) {
		codes.push(colorCodes[style.color]);
	}

	return codes.join(';');
}
