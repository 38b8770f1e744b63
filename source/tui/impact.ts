import type {RunState} from '../model/run-state.js';

/** The jobs that get another chance when this one is retried: those skipped because of it, and because of them, in the plan's order. */
export function retryImpact(state: RunState, job: string): readonly string[] {
	const again = new Set([job]);
	for (let grew = true; grew; ) {
		const before = again.size;
		for (const {name, status, reason} of state.jobs.values()) {
			if (
				status === 'Canceled' &&
				reason?.kind === 'skipped' &&
				reason.because !== undefined &&
				again.has(reason.because)
			) {
				again.add(name);
			}
		}

		grew = again.size > before;
	}

	again.delete(job);
	return [...state.jobs.values()].map(({name}) => name).filter(name => again.has(name));
}

/** What `retry failed` starts again: every job that failed and was not allowed to, or was canceled and not merely skipped. */
export function failedJobs(state: RunState): readonly string[] {
	return [...state.jobs.values()]
		.filter(({status, allowed, reason}) =>
			status === 'Failed' ? !allowed : status === 'Canceled' && reason?.kind !== 'skipped',
		)
		.map(({name}) => name);
}
