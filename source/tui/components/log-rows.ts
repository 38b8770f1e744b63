import type {LoggedCommand, LogLine} from '../../logs/log.js';
import {formatDuration} from '../../report/duration.js';
import {isSelected} from '../state/log-cursor.js';
import type {LogSnapshot} from '../state/log-view.js';
import {clean, columns, cut, plain, wrapped} from '../text/cut.js';
import {outputSpan, type Row, rowWidth, type Span, span, spread, styled} from '../text/row.js';
import {glyphOf, looks, type Theme} from '../theme.js';
import {type LogMargin, marginOf} from './log-margin.js';
import {matchedSpans} from './matched-spans.js';

export interface LogRowsView extends LogMargin {
	readonly snapshot: LogSnapshot;
	readonly width: number;
	readonly height: number;
	readonly wrap: boolean;
	readonly theme: Theme;
}

/** A row of the log pane and the line it shows. */
export interface LogRow {
	readonly line: number;
	readonly row: Row;
}

/** The visible part of a log as rows: cut to the width here, so that no long line ever reaches Ink. */
export function logRows(view: LogRowsView): readonly LogRow[] {
	const {snapshot, height} = view;
	const rows = snapshot.lines.flatMap((line, index) =>
		lineRows(line, index, view).map((row): LogRow => ({line: line.number, row})),
	);
	return snapshot.follow ? rows.slice(-height) : rows.slice(0, height);
}

function lineRows(line: LogLine, index: number, view: LogRowsView): readonly Row[] {
	const {snapshot, width} = view;
	const margin = marginOf(line, index, view);
	const room = Math.max(1, width - rowWidth(margin));
	const rows = contentRows(line, room, view).map(
		(content, place): Row => [...(place === 0 ? margin : [span(' '.repeat(rowWidth(margin)))]), ...content],
	);
	return isSelected(snapshot.cursor, line.number) ? rows.map(row => selectedRow(row, width)) : rows;
}

function contentRows(line: LogLine, room: number, view: LogRowsView): readonly Row[] {
	const {snapshot, theme, wrap} = view;
	const text = clean(line.text, theme.color);
	if (line.kind === 'command') {
		return commandRows(line, text, room, view);
	}

	const matched = matchedSpans(text, snapshot, room);
	if (matched !== undefined) {
		return [matched];
	}

	if (line.kind !== 'output') {
		// The runner's own words are few, and the end of an error often is the hint.
		return wrapped(plain(text), room).map((piece): Row => [span(piece, noticeStyle(line.kind))]);
	}

	const pieces = wrap ? wrapped(text, room) : [cut(text, snapshot.offset, room)];
	return pieces.map((piece): Row => [outputSpan(piece)]);
}

/** `▸ $ npm ci                        512 lines  ✔ 14.2s` */
function commandRows(line: LogLine, text: string, room: number, {snapshot, theme, wrap}: LogRowsView): readonly Row[] {
	const words = plain(text).replace(/^\$ /, '');
	const fold = snapshot.folds.find(one => one.line === line.number);
	const hidden = fold?.folded === true ? fold.to - fold.from : 0;
	const {open, folded} = theme.symbols;
	const start: Row = [
		span(fold === undefined || fold.to === fold.from ? '' : `${fold.folded ? folded : open} `, {dim: true}),
		span('$ ', {color: 'cyan', bold: true}),
	];
	const count = hidden === 0 ? [] : [span(`${hidden} ${hidden === 1 ? 'line' : 'lines'}  `, {dim: true})];
	const end: Row = [...count, ...commandEnd(announced(snapshot, line), theme)];
	const row = (said: Row) => spread([...start, ...said], end, room, theme.symbols.ellipsis);
	const matched = matchedSpans(words, snapshot, room);
	if (matched !== undefined || !wrap) {
		return [row(matched ?? [span(cut(words, snapshot.offset, room), {bold: true})])];
	}

	const [first = '', ...more] = wrapped(words, Math.max(10, room - rowWidth(start) - rowWidth(end) - 1));
	const indent = span(' '.repeat(rowWidth(start)));
	return [row([span(first, {bold: true})]), ...more.map((piece): Row => [indent, span(piece, {bold: true})])];
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

/** A selected line has its own colours put aside, and is inverse to the end of the row. */
function selectedRow(row: Row, width: number): Row {
	const bare = row.map((part): Span => (part.raw === true ? span(plain(part.text)) : part));
	const rest = width - bare.reduce((sum, part) => sum + columns(part.text), 0);
	return styled([...bare, span(' '.repeat(Math.max(0, rest)))], {inverse: true, dim: false});
}

function noticeStyle(kind: LogLine['kind']) {
	return kind === 'error'
		? ({color: 'red', bold: true} as const)
		: kind === 'warning'
			? ({color: 'yellow'} as const)
			: ({color: 'cyan', dim: true} as const);
}
