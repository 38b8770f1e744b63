import type {Event} from './event.js';
import {lastAttempt} from './state.js';
import type {Turn} from './turn.js';

/** What a running job is doing; one that is being stopped stays `canceling`. */
export function changePhase(turn: Turn, number: number, event: Extract<Event, {type: 'job-phase-changed'}>): void {
	const {job, standing, stopping} = turn.track(number);
	const fits = standing === 'running' && stopping === undefined && lastAttempt(job)?.number === event.attempt;
	if (fits && job.phase !== event.phase) turn.putJob(number, {...job, phase: event.phase}, {});
}
