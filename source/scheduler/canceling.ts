import type {Reason} from '../model/reason.js';
import {endUnstarted} from './deciding.js';
import {reopenRun} from './settling.js';
import {isPending} from './standing.js';
import {lastAttempt} from './state.js';
import type {Turn} from './turn.js';

/** Stops a running job, each request once more (the second one kills), or ends one that has not started. */
export function cancelJob(turn: Turn, number: number): void {
	const {standing} = turn.track(number);
	if (standing === 'running') stop(turn, number, {kind: 'user'});
	else if (isPending(standing)) {
		reopenRun(turn);
		endPending(turn, number, {kind: 'user'});
	}
}

/** Stops all that runs and ends all that has not started. The second request stops what has been told to once more. */
export function cancelRun(turn: Turn, signal: string | undefined): void {
	if (turn.run.endedAt !== undefined) return;
	const reason: Reason = signal === undefined ? {kind: 'user'} : {kind: 'signal', signal};
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

function endPending(turn: Turn, number: number, reason: Reason): void {
	endUnstarted(turn, number, turn.planned(number).allowFailure === true ? 'warned' : 'canceled', reason);
}

function stop(turn: Turn, number: number, reason: Reason): void {
	const {job, stopping} = turn.track(number);
	turn.effects.push({type: 'stop-job', job: job.name, attempt: lastAttempt(job)?.number ?? 0});
	if (stopping === undefined) turn.putJob(number, {...job, phase: 'canceling'}, {stopping: reason});
}
