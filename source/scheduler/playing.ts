import {pendingJob} from './deciding.js';
import {reopenRun} from './settling.js';
import {nextAttempt} from './state.js';
import type {Turn} from './turn.js';

/** Lets a manual job start, or a delayed one before its time. */
export function playJob(turn: Turn, number: number, variables: Readonly<Record<string, string>> | undefined): void {
	const {job, standing} = turn.track(number);
	if (standing === 'delayed') endDelay(turn, number, true);
	else if (job.reason?.kind === 'manual' && job.status === 'Pending') {
		reopenRun(turn);
		free(turn, number);
	} else return;

	if (variables !== undefined) turn.put(number, {variables});
}

/** The time a delayed job had to wait is over. */
export function delayIsOver(turn: Turn, number: number, attempt: number): void {
	const {job, standing} = turn.track(number);
	if (standing === 'delayed' && nextAttempt(job) === attempt) endDelay(turn, number, false);
}

function endDelay(turn: Turn, number: number, isEarly: boolean): void {
	const {job} = turn.track(number);
	if (isEarly) {
		const attempt = nextAttempt(job);
		turn.effects.push({type: 'stop-timer', timer: {kind: 'start', job: job.name, attempt}});
	}

	free(turn, number);
}

function free(turn: Turn, number: number): void {
	const {job} = turn.track(number);
	turn.putJob(number, pendingJob(job, {kind: 'slot'}), {standing: 'waiting', released: true});
	turn.lookAgain(number);
}
