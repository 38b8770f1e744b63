import {findingsOf} from '../model/findings.js';
import type {PlannedJob} from '../model/plan.js';
import {type Reason, reasonText} from '../model/reason.js';
import type {RunEvent} from '../model/run-event.js';
import type {AttemptState, JobState} from '../model/run-state.js';
import type {Status} from '../model/status.js';
import {nextAttempt} from './state.js';

/** ISO 8601 of ms since the epoch. */
export function isoTime(at: number): string {
	return new Date(at).toISOString();
}

/** The last word on an attempt. */
export function attemptFinished(
	planned: PlannedJob,
	attempt: AttemptState,
	at: number,
	more: {readonly allowed: boolean; readonly willRetry: boolean},
): RunEvent {
	return {
		...finished(planned, at, attempt.status, attempt.reason),
		attempt: attempt.number,
		exit_code: attempt.exitCode ?? null,
		allow_failure: more.allowed || (attempt.status !== 'Failed' && planned.allowFailure === true),
		duration_ms: at - attempt.startedAt,
		...findingsOf(attempt),
		will_retry: more.willRetry,
	};
}

/** The last word on a job that will not start, or, while nobody plays it, has not started; `attempt` is a retry's. */
export function notStarted(planned: PlannedJob, job: JobState, at: number): RunEvent {
	const attempt = job.attempts.length === 0 ? 0 : nextAttempt(job);
	return {...finished(planned, at, job.status, job.reason), attempt};
}

function finished(
	planned: PlannedJob,
	at: number,
	status: Status,
	reason: Reason | undefined,
): Extract<RunEvent, {type: 'job-finished'}> {
	return {
		type: 'job-finished',
		at: isoTime(at),
		job: planned.name,
		stage: planned.stage,
		attempt: 0,
		status,
		reason: reason === undefined ? null : reasonText(reason),
		reason_kind: reason?.kind ?? null,
		exit_code: null,
		allow_failure: planned.allowFailure === true,
		duration_ms: null,
		will_retry: false,
	};
}
