/** What times are shown beside the lines of a log: since the attempt began, since the line before, of the day, or none. */
export type Times = 'off' | 'relative' | 'delta' | 'clock';
/** A way to look at the run, over the whole screen but for `run`: tree and log. */
export type ViewName = 'run' | 'timeline' | 'tests' | 'history' | 'graph';
/** What the right pane says of the selected job. */
export type Tab = 'log' | 'config' | 'needs' | 'artifacts' | 'attempts';

export const timesNames: readonly Times[] = ['off', 'relative', 'delta', 'clock'];
export const viewNames: readonly ViewName[] = ['run', 'timeline', 'tests', 'history', 'graph'];
export const tabNames: readonly Tab[] = ['log', 'config', 'needs', 'artifacts', 'attempts'];

/** How the user arranged the screen; nothing of it is of the run. */
export interface Arrangement {
	readonly times: Times;
	/** Lines of a log have their numbers. */
	readonly numbers: boolean;
	/** Long lines are wrapped, not cut. */
	readonly wrap: boolean;
	/** One pane has the whole screen. */
	readonly zoomed: boolean;
	readonly view: ViewName;
	readonly tab: Tab;
	/** The timeline's order. */
	readonly sort: 'file' | 'start' | 'duration';
	/** The timeline has only the jobs that the run waited for. */
	readonly criticalOnly: boolean;
	/** Columns that the user made the tree wider; negative: narrower. */
	readonly widened: number;
	/** Mouse reports are ours; off: the terminal selects text as it does elsewhere. */
	readonly mouse: boolean;
}

export const initialArrangement: Arrangement = {
	times: 'off',
	numbers: false,
	wrap: false,
	zoomed: false,
	view: 'run',
	tab: 'log',
	sort: 'file',
	criticalOnly: false,
	widened: 0,
	mouse: true,
};

/** The one after (or before) another, round the end. */
export function nextOf<Value>(values: readonly Value[], current: Value, by: 1 | -1 = 1): Value {
	return values.at((values.indexOf(current) + by) % values.length) ?? current;
}
