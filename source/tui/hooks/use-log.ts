import {useEffect, useState, useSyncExternalStore} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import type {Pulse} from '../pulse.js';
import {emptyLog, type LogSnapshot, LogView} from '../state/log-view.js';

export interface ShownLog {
	/** Undefined when the job has no attempt yet, and until its log is open. */
	readonly view: LogView | undefined;
	readonly snapshot: LogSnapshot;
}

/** The window on an attempt's log; opened and closed as the selection moves, never that of another attempt. */
export function useLog(run: RunHandle, job: string | undefined, attempt: number | undefined, pulse: Pulse): ShownLog {
	const [opened, setOpened] = useState<{readonly of: string; readonly view: LogView}>();
	const wanted = job === undefined || attempt === undefined ? undefined : `${run.run} ${attempt} ${job}`;
	useEffect(() => {
		if (job === undefined || attempt === undefined) {
			return;
		}

		const view = new LogView(run.openLog(job, attempt), pulse);
		setOpened({of: `${run.run} ${attempt} ${job}`, view});
		return () => view.close();
	}, [run, job, attempt, pulse]);
	const view = opened !== undefined && opened.of === wanted ? opened.view : undefined;
	const snapshot = useSyncExternalStore(pulse.subscribe, () => view?.snapshot() ?? emptyLog);
	return {view, snapshot};
}

/** Tells the window how many rows there are for it; before that it reads nothing. */
export function useLogHeight({view}: ShownLog, height: number): void {
	useEffect(() => view?.setHeight(height), [view, height]);
}

/** Tells the window when its attempt is over. */
export function useLogEnd({view}: ShownLog, ended: boolean): void {
	useEffect(() => {
		if (ended) {
			view?.end();
		}
	}, [view, ended]);
}
