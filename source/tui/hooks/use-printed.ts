import {useEffect, useRef} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import type {RunEvent} from '../../model/run-event.js';
import {jobId} from '../placed-job.js';

/** When each job, by its id, printed its last line, ms since the epoch. Asks for no frame: whoever shows it has a clock. */
export function usePrinted(run: RunHandle, now: () => number): (id: string) => number | undefined {
	const printed = useRef(new Map<string, number>());
	const began = useRef<number>(undefined);
	began.current ??= now();
	useEffect(
		() =>
			run.onEvent(event => {
				const id = printing(event);
				if (id !== undefined) {
					printed.current.set(id, now());
				}
			}, 'few'),
		[run, now],
	);
	// What was printed before the screen came is not known: silence counts from then on.
	return id => printed.current.get(id) ?? began.current;
}

function printing(event: RunEvent, run?: number): string | undefined {
	if (event.type === 'child-event') {
		return printing(event.event, event.run);
	}

	return event.type === 'job-log' || event.type === 'job-started' ? jobId(event.job, run) : undefined;
}
