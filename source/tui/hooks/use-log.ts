import {useEffect, useState, useSyncExternalStore} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import type {Pulse} from '../pulse.js';
import {emptyLog, type LogSnapshot, LogView} from '../state/log-view.js';

export interface ShownLog {
	/** Undefined when the job has no attempt yet. */
	readonly view: LogView | undefined;
	readonly snapshot: LogSnapshot;
}

/** The window on an attempt's log; opened and closed as the selection moves. */
export function useLog(run: RunHandle, job: string | undefined, attempt: number | undefined, pulse: Pulse): ShownLog {
	const [view, setView] = useState<LogView>();
	useEffect(() => {
		if (job === undefined || attempt === undefined) {
			return;
		}

		const opened = new LogView(run.openLog(job, attempt), pulse);
		setView(opened);
		return () => {
			opened.close();
			setView(current => (current === opened ? undefined : current));
		};
	}, [run, job, attempt, pulse]);
	const snapshot = useSyncExternalStore(pulse.subscribe, () => view?.snapshot() ?? emptyLog);
	return {view, snapshot};
}

/** Tells the window how many rows there are for it; before that it reads nothing. */
export function useLogHeight({view}: ShownLog, height: number): void {
	useEffect(() => view?.setHeight(height), [view, height]);
}
