import type {JobState} from '../model/run-state.js';
import {formatDuration} from '../report/duration.js';
import type {JobHistory} from './history/job-history.js';

/** A job that prints nothing for so long deserves a look, in ms. */
const silentMs = 60_000;
/** How much longer than in nine of ten runs, as a factor, is slow; and shorter jobs are not judged. */
const slowFactor = 1.2;
const shortestJudged = 5000;

/** `silent 1:12` or `slow +24s`: what is unusual about a job that runs; empty when nothing is. `printedAt`: its last line, ms since the epoch. */
export function badgeOf(job: JobState, history: JobHistory, printedAt: number | undefined, now: number): string {
	const attempt = job.attempts.at(-1);
	if (job.status !== 'Running' || job.phase !== 'running' || attempt === undefined) {
		return '';
	}

	const silent = now - Math.max(printedAt ?? 0, attempt.startedAt);
	if (silent >= silentMs) {
		return `silent ${formatDuration(silent)}`;
	}

	const {p50, p90} = history;
	const took = now - attempt.startedAt;
	return p50 !== undefined && p90 !== undefined && p50 >= shortestJudged && took > p90 * slowFactor
		? `slow +${formatDuration(took - p50)}`
		: '';
}
