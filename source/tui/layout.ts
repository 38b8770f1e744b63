/** Part of the screen that shows rows: `width` columns, `height` rows, without its title line. */
export interface Pane {
	readonly width: number;
	readonly height: number;
}

export type PaneName = 'tree' | 'log';

/**
 * How a screen of a size is divided. `beside`: two framed panes; `stacked`: one above the other without frames;
 * `single`: one pane at a time; `tiny`: one line.
 */
export type Layout =
	| {
			readonly kind: 'beside';
			readonly headerRows: 1 | 2;
			readonly tree: Pane;
			readonly log: Pane;
	  }
	| {readonly kind: 'stacked'; readonly tree: Pane; readonly log: Pane}
	| {readonly kind: 'single'; readonly pane: PaneName; readonly tree: Pane; readonly log: Pane}
	| {readonly kind: 'tiny'; readonly tree: Pane; readonly log: Pane};

export interface LayoutOptions {
	readonly columns: number;
	readonly rows: number;
	readonly focus: PaneName;
	readonly zoomed: boolean;
	/** Rows the tree has to show, so that a short one leaves its room to the log when stacked. */
	readonly treeRows: number;
	/** The tree's share of a wide screen; a third or so unless said. */
	readonly share?: number;
	/** Columns that the user made the tree wider. */
	readonly widened?: number;
	/** Columns that the tree's rows would like to have: it gets them, within limits. */
	readonly treeWidth?: number;
}

const nothing: Pane = {width: 0, height: 0};

/** Divides the screen; every row of it is accounted for, so that a frame is never taller than the terminal. */
export function layoutOf({
	columns,
	rows,
	focus,
	zoomed,
	treeRows,
	share,
	treeWidth,
	widened = 0,
}: LayoutOptions): Layout {
	if (columns < 40 || rows < 12) {
		return {kind: 'tiny', tree: nothing, log: nothing};
	}

	if (zoomed || columns < 60) {
		// header, title, hints, status
		const pane: Pane = {width: columns, height: rows - 4};
		return {
			kind: 'single',
			pane: focus,
			tree: focus === 'tree' ? pane : nothing,
			log: focus === 'log' ? pane : nothing,
		};
	}

	if (columns < 80) {
		// header, two titles, hints, status
		const room = rows - 5;
		const height = Math.max(3, Math.min(treeRows, Math.floor(room / 2)));
		return {kind: 'stacked', tree: {width: columns, height}, log: {width: columns, height: room - height}};
	}

	const headerRows = columns >= 120 && rows >= 20 ? 2 : 1;
	// header, top and bottom of the frame, hints, status
	const height = rows - headerRows - 4;
	const fitting = share === undefined ? treeColumns(columns, treeWidth) : Math.floor(columns * share);
	const width = Math.min(columns - 30, Math.max(24, fitting + widened));
	return {
		kind: 'beside',
		headerRows,
		tree: {width, height},
		log: {width: columns - width - 3, height},
	};
}

function treeColumns(columns: number, wanted: number | undefined): number {
	if (wanted === undefined) {
		return columns >= 120 ? Math.min(60, Math.floor(columns * 0.36)) : Math.max(30, Math.floor(columns * 0.4));
	}

	const [least, most] =
		columns >= 120 ? [40, Math.min(72, Math.floor(columns * 0.4))] : [30, Math.floor(columns * 0.42)];
	return Math.min(most, Math.max(least, wanted));
}
