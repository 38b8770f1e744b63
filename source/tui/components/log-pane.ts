import type {Foresight} from '../history/foresight.js';
import type {ShownJob} from '../hooks/use-shown-job.js';
import {retryImpact} from '../impact.js';
import type {ArtifactFile} from '../ports.js';
import type {Arrangement} from '../state/arrangement.js';
import {type Row, span} from '../text/row.js';
import type {Theme} from '../theme.js';
import {failureCard} from './failure-card.js';
import {logRows} from './log-rows.js';
import {logPosition, logTitle} from './log-title.js';
import {noLogRows} from './no-log-rows.js';
import type {PaneView} from './panes.js';
import {tabBar, tabRows} from './tab-rows.js';

export interface LogPaneView {
	readonly shown: ShownJob;
	readonly arrangement: Arrangement;
	readonly focused: boolean;
	readonly controllable: boolean;
	readonly foresight: Foresight;
	readonly artifacts: readonly ArtifactFile[] | undefined;
	/** The names of the tabs have a row. */
	readonly tabBar: boolean;
	/** First row of a tab that is not the log. */
	readonly tabTop: number;
	readonly theme: Theme;
	readonly now: number;
	readonly tick: number;
	readonly width: number;
	readonly height: number;
}

/** The log of the selected job, or why there is none; `below` (see {@link rowsBelowLog}) is pinned under it. */
export function logPane(view: LogPaneView, below: readonly Row[]): PaneView {
	const {shown, width, height, theme, now, controllable, focused, tick} = view;
	const {state} = shown;
	const {wrap, times, numbers} = view.arrangement;
	const {job, stage, attempt, log} = shown;
	const title = logTitle({job, stage, attempt, focused, theme, now, tick, width});
	const {tab} = view.arrangement;
	const bar = view.tabBar && job !== undefined ? [tabBar(tab, width)] : [];
	if (job !== undefined && tab !== 'log') {
		const rows = tabRows({...view, state, plan: shown.run.plan, tab, job, attempt: attempt?.number});
		const top = Math.min(view.tabTop, Math.max(0, rows.length - (height - bar.length)));
		return {title, rows: [...bar, ...rows.slice(top)].slice(0, height), position: tabPosition(tab)};
	}

	if (job === undefined || attempt === undefined) {
		return {title, rows: [...bar, ...noLogRows({state, job, stage, now, controllable})], position: []};
	}

	const room = Math.max(0, height - bar.length - below.length);
	const {snapshot} = log;
	const lines = logRows({snapshot, width, height: room, wrap, times, numbers, startedAt: attempt.startedAt, theme});
	const gap = Array.from({length: Math.max(0, room - lines.length)}, (): Row => []);
	return {
		title,
		lines: [...bar.map(() => undefined), ...lines.map(({line}) => line)],
		rows: [...bar, ...lines.map(({row}) => row), ...gap, ...below],
		position: logPosition({snapshot, wrap, times, theme}),
	};
}

/** The card of a failure, or the progress of a pull. */
export function rowsBelowLog(view: LogPaneView): readonly Row[] {
	const {shown, controllable, width, height, theme, foresight} = view;
	const {state, job, failure} = shown;
	if (job === undefined || failure === undefined) {
		return progressRows(view);
	}

	const impact = retryImpact(state, job.name);
	const again = foresight.lengthOf([job.name, ...impact]);
	const past = foresight.historyOf(job.name);
	return failureCard({job, details: failure, impact, again, past, controllable, width, paneHeight: height, theme});
}

/** ` pulling alpine:3.20  ▰▰▰▰▱▱▱▱▱▱ 43%` */
function progressRows({shown: {progress}, theme, width}: LogPaneView): readonly Row[] {
	if (progress === undefined) {
		return [];
	}

	const {text, fraction} = progress;
	if (fraction === undefined) {
		return [[span(` ${text}`, {color: 'cyan'})]];
	}

	const cells = Math.max(0, Math.min(20, width - 40));
	const full = Math.round(fraction * cells);
	const {full: on, empty: off} = theme.symbols;
	return [
		[
			span(` ${text}  `, {color: 'cyan'}),
			span(on.repeat(full), {color: 'cyan'}),
			span(off.repeat(cells - full), {dim: true}),
			span(` ${Math.round(fraction * 100)}%`),
		],
	];
}

function tabPosition(tab: string): Row {
	return [span(` ${tab} `, {dim: true})];
}
