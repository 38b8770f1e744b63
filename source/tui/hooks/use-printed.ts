import {useEffect, useRef} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';

/** When each job printed its last line, ms since the epoch. Asks for no frame: whoever shows it has a clock. */
export function usePrinted(run: RunHandle, now: () => number): (job: string) => number | undefined {
	const printed = useRef(new Map<string, number>());
	const began = useRef<number>(undefined);
	began.current ??= now();
	useEffect(
		() =>
			run.onEvent(event => {
				if (event.type === 'job-log' || event.type === 'job-started') {
					printed.current.set(event.job, now());
				}
			}),
		[run, now],
	);
	// What was printed before the screen came is not known: silence counts from then on.
	return job => printed.current.get(job) ?? began.current;
}
