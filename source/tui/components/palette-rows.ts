import type {PaletteEntry} from '../commands/palette.js';
import {type Row, span, spread, styled} from '../text/row.js';
import type {Theme} from '../theme.js';
import type {DialogView} from './dialog-rows.js';

export interface PaletteView {
	readonly text: string;
	readonly at: number;
	readonly entries: readonly PaletteEntry[];
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
}

/** What can be done, by its name, the best answer first. */
export function paletteView({text, at, entries, width, height, theme}: PaletteView): DialogView {
	const room = Math.max(1, Math.min(12, height - 6));
	const columns = Math.max(20, Math.min(72, width - 8));
	const top = Math.max(0, Math.min(at - room + 1, entries.length - room));
	const shown = entries.slice(top, top + room).map(({title, keys}, offset): Row => {
		const row = spread(
			[span(` ${title}`)],
			[span(`${keys} `, {bold: true, color: 'cyan'})],
			columns,
			theme.symbols.ellipsis,
		);
		return top + offset === at ? styled(row, {inverse: true}) : row;
	});
	const gap = Array.from({length: room - shown.length}, (): Row => []);
	return {
		title: 'what to do',
		rows: [
			spread(
				[span(': ', {bold: true, color: 'cyan'}), span(text), span(theme.color ? ' ' : '_', {inverse: true})],
				[],
				columns,
			),
			[],
			...(shown.length === 0 ? [[span(' nothing is called that', {dim: true})], ...gap.slice(1)] : [...shown, ...gap]),
		],
	};
}
