import type {PlannedJob} from '../model/plan.js';
import type {JobState} from '../model/run-state.js';
import type {Standing} from './standing.js';

/** Where a job stands that an earlier process left so; one that had not ended, and waits for nobody, is decided anew. */
export function restored(
	planned: PlannedJob,
	job: JobState | undefined,
	plannedOf: (name: string) => PlannedJob | undefined,
): Standing {
	const {allowFailure} = planned;
	switch (job?.status) {
		case 'Success': {
			return 'success';
		}

		case 'Failed': {
			return job.allowed ? 'warned' : 'failed';
		}

		case 'Canceled': {
			if (job.reason?.kind === 'skipped') return 'skipped';
			return allowFailure === true ? 'warned' : 'canceled';
		}

		case 'Pending': {
			const {reason} = job;
			const manual =
				reason?.kind === 'manual' ? planned : reason?.kind === 'blocked' ? plannedOf(reason.by) : undefined;
			if (manual === undefined) return 'waiting';
			return manual.allowFailure === true ? 'ignored' : 'manual';
		}

		default: {
			return 'waiting';
		}
	}
}

/** From the first attempt's start to the last one's end; absent where there is none. */
export function restoredTimes(jobs: readonly JobState[]): {startedAt?: number; endedAt?: number} {
	let startedAt: number | undefined;
	let endedAt: number | undefined;
	for (const {attempts} of jobs) {
		for (const attempt of attempts) {
			if (startedAt === undefined || attempt.startedAt < startedAt) startedAt = attempt.startedAt;
			if (attempt.endedAt !== undefined && (endedAt === undefined || attempt.endedAt > endedAt))
				endedAt = attempt.endedAt;
		}
	}

	return {...(startedAt === undefined ? {} : {startedAt}), ...(endedAt === undefined ? {} : {endedAt})};
}
