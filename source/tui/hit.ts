import type {Layout} from './layout.js';

/** Where on the screen something is: a pane and the row in it, counting from 0. */
export interface Hit {
	readonly pane: 'tree' | 'log' | 'page';
	readonly row: number;
}

export interface HitInput {
	readonly layout: Layout;
	readonly headerRows: number;
	/** A view over the whole screen is shown. */
	readonly page: boolean;
	readonly column: number;
	readonly row: number;
}

/** What is under a place of the screen; undefined for frames, titles and the rows at the bottom. */
export function hitOf({layout, headerRows, page, column, row}: HitInput): Hit | undefined {
	const below = row - headerRows - 1;
	if (layout.kind === 'tiny' || below < 0) {
		return undefined;
	}

	if (page) {
		return {pane: 'page', row: below};
	}

	if (layout.kind === 'beside') {
		const {tree, log} = layout;
		if (below >= tree.height) {
			return undefined;
		}

		return column > 0 && column <= tree.width
			? {pane: 'tree', row: below}
			: column > tree.width + 1 && column <= tree.width + 1 + log.width
				? {pane: 'log', row: below}
				: undefined;
	}

	if (below < layout.tree.height) {
		return {pane: 'tree', row: below};
	}

	const inLog = layout.tree.height === 0 ? below : below - layout.tree.height - 1;
	return inLog >= 0 && inLog < layout.log.height ? {pane: 'log', row: inLog} : undefined;
}
