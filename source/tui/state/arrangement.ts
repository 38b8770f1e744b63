/** What times are shown beside the lines of a log: since the attempt began, since the line before, of the day, or none. */
export type Times = 'off' | 'relative' | 'delta' | 'clock';

const times: readonly Times[] = ['off', 'relative', 'delta', 'clock'];

/** How the user arranged the screen; nothing of it is of the run. */
export interface Arrangement {
	readonly times: Times;
	/** Lines of a log have their numbers. */
	readonly numbers: boolean;
	/** Long lines are wrapped, not cut. */
	readonly wrap: boolean;
	/** One pane has the whole screen. */
	readonly zoomed: boolean;
}

export const initialArrangement: Arrangement = {
	times: 'off',
	numbers: false,
	wrap: false,
	zoomed: false,
};

export function nextTimes(current: Times): Times {
	return times[(times.indexOf(current) + 1) % times.length] ?? 'off';
}
