import type {JobState, StageState} from '../model/run-state.js';

/** Until when a stage's time counts, in ms since the epoch: while only the user can go on with it, until its last job ended. */
export function stageEnd({startedAt, endedAt}: StageState, jobs: readonly JobState[], now: number): number {
	if (endedAt !== undefined || jobs.some(goesOn)) {
		return endedAt ?? now;
	}

	const ends = jobs.flatMap(({attempts}) => attempts.flatMap(attempt => attempt.endedAt ?? []));
	return ends.length === 0 ? (startedAt ?? now) : Math.max(...ends);
}

function goesOn({status, reason}: JobState): boolean {
	return status === 'Running' || (status === 'Pending' && reason?.kind !== 'manual' && reason?.kind !== 'blocked');
}
