import {pendingJob} from './deciding.js';
import {reopenRun} from './settling.js';
import {isUndecided, type Standing} from './standing.js';
import type {JobTrack} from './state.js';
import type {Turn} from './turn.js';

/**
 * Another attempt of a job that has ended. It waits in turn again, as in GitLab, and what was skipped because of it
 * gets another chance by itself: it sees that what it waits for goes on.
 */
export function retryJob(turn: Turn, number: number): void {
	const track = turn.track(number);
	if (!mayRunAgain(track.standing)) return;
	reopenRun(turn);
	turn.putJob(number, pendingJob(track.job, {kind: 'slot'}), {
		standing: 'waiting',
		// A manual job that never ran is not played by a retry of everything: somebody has to want it.
		released: track.released || track.job.attempts.length > 0,
	});
	turn.lookAgain(number);
}

/** Every job that failed and was not allowed to, or was canceled. */
export function retryFailed(turn: Turn): void {
	for (const number of turn.graph.jobs.keys()) {
		if (isWorthRetrying(turn.track(number))) retryJob(turn, number);
	}
}

function mayRunAgain(standing: Standing): boolean {
	return standing !== 'running' && !isUndecided(standing);
}

function isWorthRetrying({job, standing}: JobTrack): boolean {
	return mayRunAgain(standing) && (job.status === 'Canceled' || (job.status === 'Failed' && !job.allowed));
}
