import {problemRows} from './components/problem-text.js';
import {type Layout, layoutOf} from './layout.js';
import type {HomeState} from './state/home-state.js';
import type {Theme} from './theme.js';

interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** How the Home view is divided: what is wrong with the file gets most of the width, and all of it when nothing has run yet. */
export function homeLayout({plan, runs, focus}: HomeState, size: Size): Layout {
	const invalid = plan?.kind === 'invalid';
	const alone = invalid && (runs ?? []).length === 0;
	return layoutOf({
		...size,
		focus: focus === 'plan' || alone ? 'tree' : 'log',
		zoomed: alone,
		treeRows: size.rows,
		share: invalid ? 0.68 : 0.55,
	});
}

/** How far what is wrong with the file can be scrolled; undefined when the plan is shown. */
export function lastErrorTop(state: HomeState, size: Size, theme: Theme): number | undefined {
	const {plan} = state;
	if (plan?.kind !== 'invalid') {
		return undefined;
	}

	const {width, height} = homeLayout(state, size).tree;
	return Math.max(0, problemRows(plan.text, width, theme).length - height);
}
