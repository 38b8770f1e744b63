import type {AttemptState, JobState} from '../model/run-state.js';
import {pendingJob} from './deciding.js';
import {type AttemptEnd, endOf, isAllowed, isRetried} from './ending.js';
import type {Event} from './event.js';
import type {Ending} from './standing.js';
import {lastAttempt} from './state.js';
import {attemptFinished} from './telling.js';
import type {Turn} from './turn.js';

/** An attempt has ended: its job ends with it, or goes on with the next one when its `retry` says so. */
export function finish(turn: Turn, number: number, event: Extract<Event, {type: 'job-finished'}>): void {
	const {job, stopping} = turn.track(number);
	const running = lastAttempt(job);
	if (running?.status !== 'Running' || running.number !== event.attempt) return;
	const planned = turn.planned(number);
	const end = endOf(event.outcome, stopping);
	const attempt: AttemptState = {...running, ...end, ...event.findings, endedAt: turn.at};
	const attempts = [...job.attempts.slice(0, -1), attempt];
	if (planned.timeoutMs !== undefined && stopping?.kind !== 'timeout') {
		turn.effects.push({type: 'stop-timer', timer: {kind: 'timeout', job: job.name, attempt: attempt.number}});
	}

	const allowed = end.status === 'Failed' && isAllowed(planned, end);
	const isStopped = stopping !== undefined && stopping.kind !== 'timeout';
	const willRetry = !isStopped && turn.canceled === undefined && isRetried(planned.retry, attempts.length, end);
	turn.tell(attemptFinished(planned, attempt, turn.at, {allowed, willRetry}));
	if (willRetry) {
		const waiting = pendingJob({...job, attempts}, {kind: 'slot'});
		turn.putJob(number, waiting, {standing: 'waiting', released: true, stopping: undefined});
		turn.lookAgain(number);
		return;
	}

	const standing = endingOf(end, allowed || planned.allowFailure === true);
	turn.putJob(number, endedJob(job, end, allowed, attempts), {standing, stopping: undefined, told: true});
}

function endingOf(end: AttemptEnd, mayFail: boolean): Ending {
	if (end.status === 'Success') return 'success';
	if (mayFail) return 'warned';
	return end.status === 'Failed' ? 'failed' : 'canceled';
}

function endedJob(job: JobState, end: AttemptEnd, allowed: boolean, attempts: readonly AttemptState[]): JobState {
	const {name, stage} = job;
	const why = end.reason === undefined ? {} : {reason: end.reason};
	return {name, stage, status: end.status, ...why, allowed, attempts};
}
