import type {Layout} from '../layout.js';
import type {HomeState} from '../state/home-state.js';
import {type Row, type Span, span, spread} from '../text/row.js';
import type {Theme} from '../theme.js';
import {windowTop} from '../tree.js';
import type {Title} from './header.js';
import type {PaneView} from './panes.js';
import {pastRunsRows} from './past-runs-rows.js';
import {planRows} from './plan-rows.js';
import {errorCount, problemRows} from './problem-text.js';

export interface HomePanesView {
	readonly state: HomeState;
	readonly layout: Exclude<Layout, {readonly kind: 'tiny'}>;
	readonly theme: Theme;
	readonly now: number;
}

/** The Home view's two panes: the plan, or what is wrong with the file, and the past runs. */
export function homePanes(view: HomePanesView): {readonly plan: PaneView; readonly runs: PaneView} {
	const {state, layout, theme, now} = view;
	const {plan, runs, focus, runIndex} = state;
	const {width, height} = layout.log;
	return {
		plan: {
			title: heading(plan?.kind === 'invalid' ? errorTitle(view, plan.text) : ' PLAN ', focus === 'plan'),
			rows: planPaneRows(view),
			position: [],
		},
		runs: {
			title: heading(' PAST RUNS ', focus === 'runs'),
			rows:
				runs === undefined
					? []
					: pastRunsRows({
							runs,
							startable: plan?.kind === 'plan',
							selected: runIndex,
							focused: focus === 'runs',
							width,
							height,
							now,
							theme,
						}),
			position: [],
		},
	};
}

/** ` ci-tui  api › .gitlab-ci.yml  main@3f2c1a9 ` */
export function homeHeader(
	title: Title,
	layout: Layout,
	width: number,
	theme: Theme,
	startable: boolean,
): readonly Row[] {
	const {branch, commit} = title;
	const place: readonly Span[] = [
		span(' ci-tui ', {bold: true, inverse: true}),
		span(`  ${title.project}`, {bold: true}),
		span(` ${theme.symbols.into} ${title.file}`, {dim: true}),
	];
	const right = [span(`${branch}${commit === '' ? '' : `@${commit.slice(0, 7)}`} `, {color: 'blue'})];
	const first = spread(place, right, width, theme.symbols.ellipsis);
	const two = layout.kind === 'beside' && layout.headerRows === 2;
	return two
		? [
				first,
				title.executorNote === undefined ? tip(theme, startable) : [span(` ${title.executorNote}`, {color: 'yellow'})],
			]
		: [first];
}

function tip({symbols}: Theme, startable: boolean): Row {
	const parts = startable
		? ['r runs the pipeline', 'Enter on a job runs it and what it needs', 'Enter on a past run shows it']
		: ['nothing can run until the file is mended', 'j k scroll', 'u reads it again'];
	return [span(` ${parts.join(` ${symbols.dot} `)}`, {dim: true})];
}

function planPaneRows({state, layout, theme}: HomePanesView): readonly Row[] {
	const {plan, planIndex, focus} = state;
	const {width, height} = layout.tree;
	if (plan === undefined) {
		return [];
	}

	if (plan.kind === 'invalid') {
		return problemRows(plan.text, width, theme).slice(state.errorTop, state.errorTop + height);
	}

	const {rows, selectedRow} = planRows({plan: plan.plan, selected: planIndex, focused: focus === 'plan', width, theme});
	const top =
		planIndex === 0
			? 0
			: windowTop(rows.length, selectedRow, height, Math.max(0, selectedRow - Math.floor(height / 2)));
	return rows.slice(top, top + height);
}

/** ` 5 ERRORS IN THE PIPELINE FILE · 1-20 of 31 ` */
function errorTitle({state, layout, theme}: HomePanesView, text: string): string {
	const {width, height} = layout.tree;
	const count = errorCount(text);
	const what = count === 0 ? 'THE PIPELINE FILE HAS ERRORS' : `${count} ${count === 1 ? 'error' : 'errors'}`;
	const all = problemRows(text, width, theme).length;
	const last = Math.min(all, state.errorTop + height);
	return ` ${what} ${theme.symbols.dot} ${all <= height ? 'the pipeline file' : `${state.errorTop + 1}-${last} of ${all}`} `;
}

function heading(text: string, focused: boolean): Row {
	return [span(text, {bold: true, ...(focused ? {color: 'cyan' as const} : {})})];
}
