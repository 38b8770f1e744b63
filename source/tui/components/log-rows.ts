import type {LoggedCommand, LogLine} from '../../logs/log.js';
import {formatDuration} from '../../report/duration.js';
import {matchRanges} from '../state/log-search.js';
import type {LogSnapshot} from '../state/log-view.js';
import {clean, columns, cut, plain, wrapped} from '../text/cut.js';
import {outputSpan, type Row, type Span, span, spread} from '../text/row.js';
import {glyphOf, looks, type Theme} from '../theme.js';

export interface LogRowsView {
	readonly snapshot: LogSnapshot;
	readonly width: number;
	readonly height: number;
	readonly wrap: boolean;
	readonly theme: Theme;
}

/** The visible part of a log as rows: cut to the width here, so that no long line ever reaches Ink. */
export function logRows(view: LogRowsView): readonly Row[] {
	const {snapshot, height} = view;
	const rows = snapshot.lines.flatMap(line => lineRows(line, view));
	return snapshot.follow ? rows.slice(-height) : rows.slice(0, height);
}

function lineRows(line: LogLine, view: LogRowsView): readonly Row[] {
	const {snapshot, width, theme, wrap} = view;
	const text = clean(line.text, theme.color);
	if (line.kind === 'command') {
		return [commandRow(line, text, view)];
	}

	const matched = matchedRow(line, text, view);
	if (matched !== undefined) {
		return [matched];
	}

	if (line.kind !== 'output') {
		// The runner's own words are few, and the end of an error often is the hint.
		return wrapped(plain(text), width - 1).map(
			(piece): Row => [gutter(line, view), span(piece, noticeStyle(line.kind))],
		);
	}

	const pieces = wrap ? wrapped(text, width - 1) : [cut(text, snapshot.offset, width - 1)];
	return pieces.map((piece): Row => [gutter(line, view), outputSpan(piece)]);
}

/** `▸ $ npm ci                                   ✔ exit 0  14.2s` */
function commandRow(line: LogLine, text: string, view: LogRowsView): Row {
	const {width, theme, snapshot} = view;
	const words = plain(text).replace(/^\$ /, '');
	const left: Row = [
		gutter(line, view),
		span('$ ', {color: 'cyan', bold: true}),
		span(cut(words, snapshot.offset, width), {bold: true}),
	];
	return spread(left, commandEnd(announced(snapshot, line), theme), width, theme.symbols.ellipsis);
}

/** Marks the line that a jump went to. */
function gutter(line: LogLine, {snapshot, theme}: LogRowsView): Span {
	return snapshot.mark === line.number ? span(theme.symbols.selected, {color: 'red', bold: true}) : span(' ');
}

function commandEnd(command: LoggedCommand | undefined, theme: Theme): Row {
	if (command?.exitCode === undefined) {
		return [];
	}

	const ok = command.exitCode === 0;
	const look = ok ? 'passed' : 'failed';
	const glyph = glyphOf(look, theme, 0);
	const took = command.endedAt === undefined ? '' : ` ${formatDuration(command.endedAt - command.startedAt)}`;
	return [
		span(ok ? glyph : `${glyph} exit ${command.exitCode}`, looks[look].style),
		span(took.padStart(7), {dim: true}),
		span(' '),
	];
}

function announced({commands}: LogSnapshot, line: LogLine): LoggedCommand | undefined {
	return commands.find(command => command.line === line.number);
}

/** A line that a search found, the match inverse; its own colours make room for that. */
function matchedRow(line: LogLine, text: string, {snapshot, width, theme}: LogRowsView): Row | undefined {
	if (snapshot.search === undefined) {
		return undefined;
	}

	const bare = plain(text);
	const ranges = matchRanges(snapshot.search.pattern, bare);
	if (ranges.length === 0) {
		return undefined;
	}

	const current = snapshot.search.line === line.number;
	const marker = span(current ? theme.symbols.selected : ' ', {color: 'yellow', bold: true});
	const before = columns(bare.slice(0, ranges[0]?.[0] ?? 0));
	// A match that lies outside of the pane is brought into it.
	const offset = before >= snapshot.offset + width - 1 ? Math.max(0, before - Math.floor(width / 2)) : snapshot.offset;
	return [marker, ...highlighted(bare, ranges, offset, width - 1)];
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

function noticeStyle(kind: LogLine['kind']) {
	return kind === 'error'
		? ({color: 'red', bold: true} as const)
		: kind === 'warning'
			? ({color: 'yellow'} as const)
			: ({color: 'cyan', dim: true} as const);
}
