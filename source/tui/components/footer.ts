import type {Binding} from '../keys/keymap.js';
import type {Prompt, Toast} from '../state/ui-state.js';
import type {Row} from '../text/row.js';
import type {Theme} from '../theme.js';
import {hintBar} from './hint-bar.js';
import {promptRow, statusRow} from './status-row.js';

export interface FooterView {
	readonly hints: readonly Binding[];
	readonly prompt: Prompt | undefined;
	/** What comes of what is being typed: how many jobs pass. */
	readonly promptNote?: string;
	readonly toast: Toast | undefined;
	/** The log's file. */
	readonly file: string | undefined;
	readonly width: number;
	readonly theme: Theme;
}

/** The screen's last two rows: what can be pressed (or what is being typed), and what has happened. */
export function footerRows({hints, prompt, promptNote = '', toast, file, width, theme}: FooterView): readonly Row[] {
	const first = prompt === undefined ? hintBar(hints, width, theme) : promptRow(prompt, promptNote, width, theme);
	return [first, statusRow(toast, file, width, theme)];
}
