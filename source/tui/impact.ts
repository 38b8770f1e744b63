import type {RunState} from '../model/run-state.js';
import {jobsIn, type PlacedJob} from './placed-job.js';

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

/** The same with those of children: a child whose trigger job is retried starts anew, with all that failed in it. */
export function failedPlaces(state: RunState): readonly PlacedJob[] {
	const failed = new Map<RunState, ReadonlySet<string>>();
	const isFailed = (one: PlacedJob): boolean => {
		const names = failed.get(one.state) ?? new Set(failedJobs(one.state));
		failed.set(one.state, names);
		return names.has(one.job.name);
	};
	const startsAnew = ({parent}: PlacedJob): boolean => parent !== undefined && (isFailed(parent) || startsAnew(parent));
	return jobsIn(state).filter(one => isFailed(one) && !startsAnew(one));
}
