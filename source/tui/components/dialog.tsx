import {Box} from 'ink';
import {boxed} from '../text/frame.js';
import {rowWidth} from '../text/row.js';
import type {Theme} from '../theme.js';
import type {DialogView} from './dialog-rows.js';
import {Rows} from './rows.js';

interface DialogProps {
	readonly view: DialogView;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly theme: Theme;
}

/** A box in the middle of the screen, over everything, never larger than it. */
export function Dialog({view, size, theme}: DialogProps) {
	const {title, rows} = view;
	const widest = Math.max(title.length + 4, ...rows.map(rowWidth));
	const width = Math.min(size.columns, widest + 4);
	const fitting = rows.slice(0, Math.max(0, size.rows - 2));
	const lines = boxed(title, fitting, width, theme);
	return (
		<Box
			position="absolute"
			marginLeft={Math.floor((size.columns - width) / 2)}
			marginTop={Math.floor((size.rows - lines.length) / 2)}
		>
			<Rows rows={lines} width={width} height={lines.length} theme={theme} />
		</Box>
	);
}
