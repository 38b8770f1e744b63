import {matchRanges} from '../state/log-search.js';
import type {LogSnapshot} from '../state/log-view.js';
import {columns, cut, plain} from '../text/cut.js';
import {type Span, span} from '../text/row.js';

/** A line that a search found, or that is shown because it matches, the match inverse; its own colours make room for that. */
export function matchedSpans(
	text: string,
	{search, only, offset}: LogSnapshot,
	width: number,
): readonly Span[] | undefined {
	const pattern = search?.pattern ?? (only?.inverse === false ? only.pattern : undefined);
	if (pattern === undefined) {
		return undefined;
	}

	const bare = plain(text);
	const ranges = matchRanges(pattern, bare);
	if (ranges.length === 0) {
		return undefined;
	}

	const before = columns(bare.slice(0, ranges[0]?.[0] ?? 0));
	// A match that lies outside of the pane is brought into it.
	return highlighted(
		bare,
		ranges,
		before >= offset + width ? Math.max(0, before - Math.floor(width / 2)) : offset,
		width,
	);
}

function highlighted(
	text: string,
	ranges: readonly (readonly [number, number])[],
	offset: number,
	width: number,
): readonly Span[] {
	const parts: Span[] = [];
	let place = 0;
	for (const [from, to] of ranges) {
		parts.push(span(text.slice(place, from)), span(text.slice(from, to), {inverse: true, color: 'yellow'}));
		place = to;
	}

	parts.push(span(text.slice(place)));
	return cutSpans(parts, offset, width);
}

function cutSpans(parts: readonly Span[], offset: number, width: number): readonly Span[] {
	let skip = offset;
	let room = width;
	return parts.flatMap(part => {
		const wide = columns(part.text);
		const shown = cut(part.text, skip, room);
		skip = Math.max(0, skip - wide);
		room -= columns(shown);
		return shown === '' ? [] : [{...part, text: shown}];
	});
}
