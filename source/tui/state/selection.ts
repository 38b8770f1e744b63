import type {JobState, RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {jobAt, jobsIn, type PlacedJob} from '../placed-job.js';

/**
 * What is selected, and who chose it. The screen follows what happens until the user takes over:
 *
 *   action ──a job fails──▶ failure        (the first failure stays: it is usually the cause of the next)
 *      └─────a key──▶ user ──a job fails, and no key for a while──▶ failure
 */
export interface Selection {
	/** Id of a tree row, or undefined before anything is selected. */
	readonly id: string | undefined;
	readonly by: 'action' | 'failure' | 'user';
	/** When the user moved last, ms since the epoch. */
	readonly movedAt: number;
}

/** How long after a key the selection is the user's alone. */
export const handsOffMs = 15_000;

export const nothingSelected: Selection = {id: undefined, by: 'action', movedAt: Number.NEGATIVE_INFINITY};

export interface Followed {
	readonly selection: Selection;
	/** Jobs that failed just now, for a toast; `shown` when the screen went to the first of them. */
	readonly failed: readonly JobState[];
	readonly shown: boolean;
}

/** What a change of the run does to the selection. `busy`: the user types or reads a dialog. */
export function followRun(
	before: RunState | undefined,
	after: RunState,
	selection: Selection,
	options: {readonly now: number; readonly busy: boolean},
): Followed {
	const failures = before === undefined ? [] : jobsIn(after).filter(one => isCause(one) && hasJustFailed(before, one));
	const failed = failures.map(({job}) => job);
	const first = failures.find(({job}) => !job.allowed);
	if (first !== undefined && mayJump(selection, after, options)) {
		return {selection: {...selection, id: first.id, by: 'failure'}, failed, shown: true};
	}

	return {
		selection: selection.by === 'action' ? {...selection, id: target(after, selection.id)} : selection,
		failed,
		shown: false,
	};
}

/** What a run that is opened shows first: what failed, else what runs, else its first job. */
export function initialSelection(state: RunState): Selection {
	const failed = jobsIn(state).find(one => one.job.status === 'Failed' && !one.job.allowed && isCause(one));
	return failed === undefined
		? {...nothingSelected, id: target(state, undefined)}
		: {...nothingSelected, id: failed.id, by: 'failure'};
}

/** A trigger job that fails as its child does is not where to look. */
function isCause({child}: PlacedJob): boolean {
	return child === undefined || ![...child.state.jobs.values()].some(job => job.status === 'Failed' && !job.allowed);
}

function hasJustFailed(before: RunState, {id, job}: PlacedJob): boolean {
	const was = jobAt(before, id)?.job;
	return was !== job && job.status === 'Failed' && was?.status !== 'Failed';
}

function mayJump(selection: Selection, state: RunState, {now, busy}: {now: number; busy: boolean}): boolean {
	if (busy || (selection.by === 'user' && now - selection.movedAt < handsOffMs)) {
		return false;
	}

	return selection.by !== 'failure' || jobAt(state, selection.id)?.job.status !== 'Failed';
}

/**
 * The job where something happens: the selected one while its script runs, then the one that has run longest; a script
 * before a preparation, and a child's job before the trigger job that waits for it.
 */
function target(state: RunState, id: string | undefined): string | undefined {
	const jobs = jobsIn(state);
	const all = jobs.filter(({job}) => job.status === 'Running');
	const working = all.filter(({child}) => child === undefined || isSettled(child.state.status));
	const running = (working.length > 0 ? working : all).sort((a, b) => startOf(a.job) - startOf(b.job));
	const printing = running.filter(({job}) => job.phase !== 'preparing');
	const candidates = printing.length > 0 ? printing : running;
	const next = candidates.find(one => one.id === id) ?? candidates[0] ?? (id === undefined ? jobs[0] : undefined);
	return next === undefined ? id : next.id;
}

function startOf({attempts}: JobState): number {
	return attempts.at(-1)?.startedAt ?? 0;
}
