import {type Reason, reasonText} from '../model/reason.js';
import {isSettled, type Status} from '../model/status.js';
import {holderOf} from './deciding.js';
import {finishStages} from './stages.js';
import {groupOf, isPending, type Tally} from './standing.js';
import {isoTime, notStarted} from './telling.js';
import type {Turn} from './turn.js';

/** Somebody wants more of this run: it goes on, and an earlier cancellation holds no longer. */
export function reopenRun(turn: Turn): void {
	turn.canceled = undefined;
	if (turn.started && isSettled(turn.run.status)) resume(turn);
}

/** The end of a turn: a run of which nothing will change by itself any more has settled. */
export function settle(turn: Turn): void {
	if (!turn.started) return;
	if (turn.tally.live > 0) {
		if (turn.run.status !== 'Running') resume(turn);
		return;
	}

	if (turn.run.status !== 'Running') return;
	tellUnplayed(turn);
	finishStages(turn);
	const status = statusOfRun(turn.tally, turn.canceled);
	const reason = reasonOfRun(turn, status);
	const {reason: _, ...run} = turn.run;
	turn.run = {...run, status, endedAt: turn.at, ...(reason === undefined ? {} : {reason})};
	turn.tell({
		type: 'run-finished',
		at: isoTime(turn.at),
		run: run.run,
		status,
		reason: reason === undefined ? null : reasonText(reason),
		reason_kind: reason?.kind ?? null,
	});
}

/** A failure that was not allowed fails the run, also a canceled one; so does the runner's own error. Manual jobs that nobody played do not. */
export function statusOfRun(tally: Tally, canceled: Reason | undefined): Status {
	if (tally.failed > 0 || canceled?.kind === 'runner') return 'Failed';
	return canceled !== undefined || tally.canceled > 0 ? 'Canceled' : 'Success';
}

function resume(turn: Turn): void {
	const {endedAt: _, reason: __, ...run} = turn.run;
	turn.run = {...run, status: 'Running'};
}

function tellUnplayed(turn: Turn): void {
	if (turn.tally.manual + turn.tally.ignored === 0) return;
	for (const number of turn.graph.jobs.keys()) {
		const {job, standing, told} = turn.track(number);
		if (told || !isPending(standing)) continue;
		turn.put(number, {told: true});
		turn.tell(notStarted(turn.planned(number), job, turn.at));
	}
}

/** Why it was canceled; which jobs failed; or which manual job it has stopped at. */
function reasonOfRun(turn: Turn, status: Status): Reason | undefined {
	if (turn.canceled !== undefined) return turn.canceled;
	if (status === 'Canceled') return firstTrack(turn, 'canceled')?.job.reason;
	if (status === 'Failed') return {kind: 'jobs', failed: namesOf(turn, 'failed')};
	if (turn.tally.manual === 0) return undefined;
	const number = turn.graph.jobs.findIndex((_, job) => turn.track(job).standing === 'manual');
	return {kind: 'blocked', by: holderOf(turn, number)};
}

function namesOf(turn: Turn, group: string): readonly string[] {
	const isOf = (_: unknown, number: number) => groupOf(turn.track(number).standing) === group;
	return turn.graph.jobs.filter(isOf).map(({name}) => name);
}

function firstTrack(turn: Turn, group: string) {
	const number = turn.graph.jobs.findIndex((_, job) => groupOf(turn.track(job).standing) === group);
	return number === -1 ? undefined : turn.track(number);
}
