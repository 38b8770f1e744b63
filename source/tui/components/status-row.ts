import type {Prompt, PromptKind, Toast} from '../state/ui-state.js';
import {columns} from '../text/cut.js';
import {type Color, type Row, span, spread} from '../text/row.js';
import type {Theme} from '../theme.js';

const tones: Readonly<Record<Toast['tone'], Color>> = {info: 'cyan', success: 'green', warning: 'yellow', error: 'red'};

/** The screen's last row: what has just happened, and the file of the log on screen. */
export function statusRow(toast: Toast | undefined, logFile: string | undefined, width: number, theme: Theme): Row {
	const left: Row =
		toast === undefined ? [] : [span(` ${toast.text}`, {color: tones[toast.tone], bold: toast.tone === 'error'})];
	const room = width - (toast === undefined ? 2 : Math.min(columns(toast.text) + 4, Math.floor(width * 0.6)));
	const path = logFile === undefined ? '' : tail(`log ${logFile}`, logFile, room, theme.symbols.ellipsis);
	return spread(left, path === '' ? [] : [span(path, {dim: true}), span(' ')], width, theme.symbols.ellipsis);
}

const labels: Readonly<Record<PromptKind, string>> = {
	filter: ' show jobs with: ',
	search: ' search the log: /',
	only: ' show lines with (! without): ',
	save: ' save the log as: ',
};

/** The text being typed, with a cursor. */
export function promptRow({kind, text}: Prompt, note: string, width: number, theme: Theme): Row {
	const label = labels[kind];
	const count: Row = note === '' ? [] : [span(`${note} `, {color: 'yellow'})];
	const hint: Row = width < 60 ? count : [...count, span('Enter keeps it, Esc drops it ', {dim: true})];
	const room = Math.max(1, width - columns(label) - hint.reduce((sum, part) => sum + columns(part.text), 0) - 2);
	const shown = columns(text) <= room ? text : text.slice(-room);
	return spread(
		[
			span(label, {color: 'cyan', bold: true}),
			span(shown),
			span(' ', {inverse: true}),
			...(theme.color ? [] : [span('_')]),
		],
		hint,
		width,
	);
}

/** The end of a path matters most: it is the one that differs. */
function tail(labelled: string, path: string, room: number, ellipsis: string): string {
	if (columns(labelled) <= room) {
		return labelled;
	}

	return columns(path) <= room ? path : room < 12 ? '' : `${ellipsis}${path.slice(-(room - columns(ellipsis)))}`;
}
