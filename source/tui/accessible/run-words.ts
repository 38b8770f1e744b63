import {reasonText} from '../../model/reason.js';
import type {RunEvent} from '../../model/run-event.js';
import type {RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {formatDuration} from '../../report/duration.js';
import {wordsOf} from '../../report/look.js';
import {jobsIn, type PlacedJob, pathOf} from '../placed-job.js';
import {lookOfJob, lookOfRun, looks} from '../theme.js';

/** What happened, as a sentence to be read aloud; undefined for what need not be said. */
export function eventWords(event: RunEvent): string | undefined {
	switch (event.type) {
		case 'job-started': {
			return `${event.job} started${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}.`;
		}

		case 'job-finished': {
			const {job, status, reason, duration_ms, will_retry, allow_failure} = event;
			const took = duration_ms === null ? '' : ` after ${formatDuration(duration_ms)}`;
			const allowed = status === 'Failed' && allow_failure ? ', which is allowed' : '';
			const word = status === 'Success' ? 'passed' : status === 'Pending' ? 'waits' : status.toLowerCase();
			return `${job} ${word}${took}${reason === null ? '' : `: ${reason}`}${allowed}.${will_retry ? ' It is tried again.' : ''}`;
		}

		case 'stage-finished': {
			return `Stage ${event.stage} ended: ${event.status}.`;
		}

		case 'run-finished': {
			return `Run ${event.run} ended: ${event.status}${event.reason === null ? '' : `, ${event.reason}`}.`;
		}

		case 'child-event': {
			const words = eventWords(event.event);
			return words === undefined ? undefined : `In ${event.job}: ${words}`;
		}

		default: {
			return undefined;
		}
	}
}

/** How the run is: one line for it and one for each job that matters now. */
export function statusWords(state: RunState, now: number): readonly string[] {
	const places = jobsIn(state);
	const jobs = places.map(({job}) => job);
	const settled = jobs.filter(job => isSettled(job.status)).length;
	return [
		`Run ${state.run}: ${looks[lookOfRun(state)].word}, ${settled} of ${jobs.length} jobs have ended.`,
		...places
			.filter(({job}) => job.status !== 'Success' && job.reason?.kind !== 'skipped')
			.map(place => jobWords(place, now)),
	];
}

/** What still runs and for how long, for a long silence. */
export function heartbeatWords(state: RunState, now: number): string | undefined {
	const running = jobsIn(state).filter(({job}) => job.status === 'Running');
	const named = running.map(
		({job}) => `${job.name} for ${formatDuration(now - (job.attempts.at(-1)?.startedAt ?? now))}`,
	);
	return named.length === 0 ? undefined : `Still running: ${named.join(', ')}.`;
}

function jobWords(place: PlacedJob, now: number): string {
	const {job} = place;
	return `${pathOf(place)}: ${wordsOf(lookOfJob(job), job.reason && reasonText(job.reason, now))}.`;
}
