import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Layout, layoutOf} from '../../source/tui/layout.js';

const size = (columns: number, rows: number, more = {}) =>
	layoutOf({columns, rows, focus: 'tree', zoomed: false, treeRows: 16, ...more});

/** Rows a layout takes, with its header, titles and the two rows at the bottom. */
function height(layout: Layout): number {
	switch (layout.kind) {
		case 'tiny': {
			return 1;
		}

		case 'single': {
			return 1 + 1 + layout.tree.height + layout.log.height + 2;
		}

		case 'stacked': {
			return 1 + 1 + layout.tree.height + 1 + layout.log.height + 2;
		}

		case 'beside': {
			return layout.headerRows + 1 + layout.tree.height + 1 + 2;
		}
	}
}

test('goes from two panes side by side to one line as the terminal gets smaller', () => {
	expect([120, 100, 80, 79, 60, 59, 40, 39].map(columns => size(columns, 24).kind)).toEqual([
		'beside',
		'beside',
		'beside',
		'stacked',
		'stacked',
		'single',
		'single',
		'tiny',
	]);
	expect(size(120, 11).kind).toBe('tiny');
});

test('is never taller or wider than the terminal, and wastes no row of it', () => {
	fc.assert(
		fc.property(
			fc.integer({min: 1, max: 250}),
			fc.integer({min: 1, max: 90}),
			fc.constantFrom('tree', 'log'),
			fc.boolean(),
			fc.integer({min: 0, max: 500}),
			(columns, rows, focus, zoomed, treeRows) => {
				const layout = size(columns, rows, {focus, zoomed, treeRows});
				expect(height(layout)).toBe(layout.kind === 'tiny' ? 1 : rows);
				const width = layout.kind === 'beside' ? layout.tree.width + layout.log.width + 3 : layout.log.width;
				expect(width).toBeLessThanOrEqual(columns);
				expect(Math.min(layout.tree.height, layout.log.height)).toBeGreaterThanOrEqual(0);
			},
		),
		{seed: 142},
	);
});

test('gives a zoomed pane all the rows but the header, its title and the two at the bottom', () => {
	expect(size(120, 40, {focus: 'log', zoomed: true})).toEqual({
		kind: 'single',
		pane: 'log',
		tree: {width: 0, height: 0},
		log: {width: 120, height: 36},
	});
});

test('gives a short tree only the rows it needs when the panes are stacked', () => {
	expect(size(60, 20, {treeRows: 4})).toEqual({
		kind: 'stacked',
		tree: {width: 60, height: 4},
		log: {width: 60, height: 11},
	});
});
