import {unreachable} from '../errors.js';
import type {Outcome} from '../model/outcome.js';
import type {FailureKind, PlannedJob, RetryPolicy} from '../model/plan.js';
import type {Reason} from '../model/reason.js';

/** How an attempt ended. */
export interface AttemptEnd {
	readonly status: 'Success' | 'Failed' | 'Canceled';
	readonly reason?: Reason;
	readonly exitCode?: number;
}

/** `stopping` is why it was told to stop, if it was: a script that ended by itself all the same keeps its own ending. */
export function endOf(outcome: Outcome, stopping: Reason | undefined): AttemptEnd {
	switch (outcome.kind) {
		case 'success': {
			return {status: 'Success', exitCode: 0};
		}

		case 'failed': {
			const {exitCode} = outcome;
			return {status: 'Failed', reason: {kind: 'script', exitCode}, exitCode};
		}

		case 'timed-out': {
			return {status: 'Failed', reason: {kind: 'timeout', ms: outcome.ms}};
		}

		case 'out-of-memory': {
			return {status: 'Failed', reason: {kind: 'out-of-memory'}, exitCode: outcome.exitCode};
		}

		case 'errored': {
			const {code, message} = outcome.error;
			return {status: 'Failed', reason: {kind: 'runner', code, message}};
		}

		case 'canceled': {
			if (stopping?.kind === 'timeout') return {status: 'Failed', reason: stopping};
			if (stopping !== undefined) return {status: 'Canceled', reason: stopping};
			const message = 'it was stopped, and nobody had asked for that';
			return {status: 'Failed', reason: {kind: 'runner', code: 'STOPPED_UNASKED', message}};
		}

		default: {
			return unreachable(outcome);
		}
	}
}

/** Whether a failure does not fail the run (GitLab's `allow_failure`, `allow_failure:exit_codes`). */
export function isAllowed(planned: PlannedJob, end: AttemptEnd): boolean {
	const {allowFailure} = planned;
	if (typeof allowFailure === 'boolean') return allowFailure;
	return end.exitCode !== undefined && allowFailure.exitCodes.includes(end.exitCode);
}

/** Whether the job's `retry` gives it another attempt (`retry:when`, `retry:exit_codes`: one that fits is enough). */
export function isRetried(policy: RetryPolicy, attempts: number, end: AttemptEnd): boolean {
	const kind = failureOf(end);
	if (kind === undefined || attempts > policy.max) return false;
	return (
		policy.when.includes('always') ||
		policy.when.includes(kind) ||
		(end.exitCode !== undefined && policy.exitCodes.includes(end.exitCode))
	);
}

/** In GitLab's words. As GitLab Runner's Docker executor does, a kill for memory counts as the script's failure. */
function failureOf(end: AttemptEnd): FailureKind | undefined {
	if (end.status !== 'Failed') return undefined;
	switch (end.reason?.kind) {
		case 'timeout': {
			return 'job_execution_timeout';
		}

		case 'runner': {
			return 'runner_system_failure';
		}

		case 'script':
		case 'out-of-memory': {
			return 'script_failure';
		}

		default: {
			return 'unknown_failure';
		}
	}
}
