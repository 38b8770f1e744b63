import {Box, Transform} from 'ink';
import {paint, type Row} from '../text/row.js';
import type {Theme} from '../theme.js';

interface RowsProps {
	readonly rows: readonly Row[];
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
}

/**
 * Draws rows in a box of exactly that size.
 *
 * Ink measures and remembers every distinct text for ever, which with changing logs and clocks is megabytes a minute.
 * So it gets the same blank text each time, and the rows take its place when it is written.
 */
export function Rows({rows, width, height, theme}: RowsProps) {
	const lines = Array.from({length: height}, (_, index) =>
		paint(rows[index] ?? [], width, theme.color, theme.symbols.ellipsis),
	);
	return (
		<Box width={width} height={height} flexShrink={0}>
			<Transform transform={(_, index) => lines[index] ?? ''}>{blank(height)}</Transform>
		</Box>
	);
}

function blank(height: number): string {
	return Array.from({length: height}, () => ' ').join('\n');
}
