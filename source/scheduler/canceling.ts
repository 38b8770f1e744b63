import type {CiError} from '../errors.js';
import type {Reason} from '../model/reason.js';
import {endUnstarted} from './deciding.js';
import type {Event} from './event.js';
import {reopenRun} from './settling.js';
import {isPending} from './standing.js';
import {lastAttempt} from './state.js';
import type {Turn} from './turn.js';

type Cancel = Extract<Event, {type: 'run-cancel-requested'}>;

/** Stops a running job, each request once more (the second one kills), or ends one that has not started. */
export function cancelJob(turn: Turn, number: number): void {
	const {standing} = turn.track(number);
	if (standing === 'running') stop(turn, number, {kind: 'user'});
	else if (isPending(standing)) {
		reopenRun(turn);
		endPending(turn, number, {kind: 'user'});
	}
}

/**
 * Stops all that runs and ends all that has not started. The second request stops what has been told to once more. An
 * error of the runner fails even a run that has settled: its end could not be kept.
 */
export function cancelRun(turn: Turn, {signal, error}: Pick<Cancel, 'signal' | 'error'>): void {
	const reason = reasonOf(signal, error);
	if (turn.run.endedAt !== undefined) {
		if (reason.kind !== 'runner') return;
		reopenRun(turn);
	}

	const isRepeated = turn.canceled !== undefined;
	turn.canceled ??= reason;
	for (const number of turn.graph.jobs.keys()) {
		const {standing, stopping} = turn.track(number);
		if (isPending(standing)) endPending(turn, number, reason);
		else if (standing === 'running' && (isRepeated || stopping === undefined)) stop(turn, number, reason);
	}
}

/** Its time is over: from now on a `canceled` outcome means a timeout. */
export function timeOut(turn: Turn, number: number, attempt: number): void {
	const {job, standing, stopping} = turn.track(number);
	const {timeoutMs} = turn.planned(number);
	const fits = standing === 'running' && stopping === undefined && lastAttempt(job)?.number === attempt;
	if (fits && timeoutMs !== undefined) stop(turn, number, {kind: 'timeout', ms: timeoutMs});
}

function reasonOf(signal: string | undefined, error: CiError | undefined): Reason {
	if (error !== undefined) return {kind: 'runner', code: error.code, message: error.message};
	return signal === undefined ? {kind: 'user'} : {kind: 'signal', signal};
}

function endPending(turn: Turn, number: number, reason: Reason): void {
	endUnstarted(turn, number, turn.planned(number).allowFailure === true ? 'warned' : 'canceled', reason);
}

function stop(turn: Turn, number: number, reason: Reason): void {
	const {job, stopping} = turn.track(number);
	const effect = {type: 'stop-job', job: job.name, attempt: lastAttempt(job)?.number ?? 0} as const;
	turn.effects.push(reason.kind === 'timeout' ? {...effect, timedOut: true} : effect);
	if (stopping === undefined) turn.putJob(number, {...job, phase: 'canceling'}, {stopping: reason});
}
