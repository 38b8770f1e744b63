import {clean, columns, cut, plain} from '../text/cut.js';
import {outputSpan, type Row, span} from '../text/row.js';
import type {Theme} from '../theme.js';

/** What `check` would print, with nothing cut off: prose is broken between words, a quoted line at the pane's edge. */
export function problemRows(text: string, width: number, theme: Theme): readonly Row[] {
	const room = Math.max(1, width - 2);
	return text
		.trimEnd()
		.split('\n')
		.flatMap(line => pieces(clean(line, theme.color), room))
		.map((piece): Row => [span(' '), outputSpan(piece)]);
}

/** How many errors the text tells of. */
export function errorCount(text: string): number {
	return text.split('\n').filter(line => /^error [A-Z\d_]+/u.test(plain(line))).length;
}

function pieces(line: string, room: number): readonly string[] {
	const total = columns(line);
	// What underlines a quoted line must stay under it.
	const quoted = /^\s*\d*\s*[|│]/u.test(plain(line));
	const rows: string[] = [];
	let from = 0;
	while (total - from > room) {
		const space = quoted ? -1 : plain(cut(line, from, room + 1)).lastIndexOf(' ');
		const wide = space > room / 2 ? columns(plain(cut(line, from, room + 1)).slice(0, space + 1)) : room;
		rows.push(cut(line, from, Math.min(wide, room)));
		from += wide;
	}

	return [...rows, cut(line, from, room)];
}
