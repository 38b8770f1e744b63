import {type Row, span} from '../text/row.js';
import {glyphOf, type LookName, looks, type Theme} from '../theme.js';

const names: readonly LookName[] = [
	'waiting',
	'queued',
	'manual',
	'preparing',
	'running',
	'passed',
	'failed',
	'allowed',
	'timeout',
	'error',
	'canceled',
	'skipped',
];
const cell = 19;

/** What the glyphs mean, in as many columns as fit. */
export function legend(theme: Theme, width: number): readonly Row[] {
	const across = Math.max(1, Math.floor(width / cell));
	return Array.from({length: Math.ceil(names.length / across)}, (_, row) =>
		names
			.slice(row * across, (row + 1) * across)
			.flatMap(name => [
				span(glyphOf(name, theme, 0), looks[name].style),
				span(` ${looks[name].word.padEnd(cell - 2)}`, {dim: true}),
			]),
	);
}
