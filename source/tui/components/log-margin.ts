import type {LogLine} from '../../logs/log.js';
import {severityOf} from '../problems/severity.js';
import type {Times} from '../state/arrangement.js';
import type {LogSnapshot} from '../state/log-view.js';
import {type Row, type Span, span} from '../text/row.js';
import type {Theme} from '../theme.js';

/** What stands left of a line. */
export interface LogMargin {
	readonly times: Times;
	readonly numbers: boolean;
	/** When the attempt began, ms since the epoch. */
	readonly startedAt: number;
}

interface MarginView extends LogMargin {
	readonly snapshot: LogSnapshot;
	readonly theme: Theme;
}

/** `E  1204 +0:33.0 `: a mark, the line's number counting from 1, its time. */
export function marginOf(line: LogLine, index: number, view: MarginView): Row {
	const {snapshot, numbers, times} = view;
	const digits = String(snapshot.total).length;
	return [
		markOf(line, view),
		span(' '),
		...(numbers ? [span(`${String(line.number + 1).padStart(digits)} `, {dim: true})] : []),
		...(times === 'off' ? [] : [span(`${timeOf(line, index, view)} `, {dim: true})]),
	];
}

function markOf(line: LogLine, {snapshot, theme}: MarginView): Span {
	const {search, cursor} = snapshot;
	if (search?.line === line.number) {
		return span(theme.symbols.selected, {color: 'yellow', bold: true});
	}

	if (cursor.mark === line.number) {
		return span(theme.symbols.selected, {color: 'red', bold: true});
	}

	if (cursor.bookmarks.includes(line.number)) {
		return span(theme.symbols.bookmark, {color: 'magenta', bold: true});
	}

	const severity = line.kind === 'output' ? severityOf(line, snapshot.commands) : undefined;
	return severity === undefined
		? span(' ')
		: severity === 'error'
			? span('E', {color: 'red', bold: true})
			: span('W', {color: 'yellow'});
}

function timeOf({at}: LogLine, index: number, {times, snapshot, startedAt}: MarginView): string {
	if (times === 'clock') {
		return clockTime(new Date(startedAt + at));
	}

	if (times === 'relative') {
		return `+${minutes(at)}`.padStart(8);
	}

	const before = index === 0 ? snapshot.timeBefore : snapshot.lines[index - 1]?.at;
	const waited = before === undefined ? 0 : Math.max(0, at - before);
	return (waited < 50 ? '' : `+${(waited / 1000).toFixed(1)}s`).padStart(8);
}

/** `0:33.0`, `1:02:05.1` */
function minutes(ms: number): string {
	const tenths = Math.floor(ms / 100);
	const [hours, mins, seconds] = [
		Math.floor(tenths / 36_000),
		Math.floor(tenths / 600) % 60,
		Math.floor(tenths / 10) % 60,
	];
	const end = `${String(seconds).padStart(2, '0')}.${tenths % 10}`;
	return hours > 0 ? `${hours}:${String(mins).padStart(2, '0')}:${end}` : `${mins}:${end}`;
}

/** In the user's own time zone. */
function clockTime(time: Date): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${Math.floor(time.getMilliseconds() / 100)}`;
}
