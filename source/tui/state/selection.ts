import type {JobState, RunState} from '../../model/run-state.js';

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
	const failed = before === undefined ? [] : [...after.jobs.values()].filter(job => hasJustFailed(before, job));
	const first = failed.find(job => !job.allowed);
	if (first !== undefined && mayJump(selection, after, options)) {
		return {selection: {...selection, id: `job ${first.name}`, by: 'failure'}, failed, shown: true};
	}

	return {
		selection: selection.by === 'action' ? {...selection, id: target(after, selection.id)} : selection,
		failed,
		shown: false,
	};
}

/** What a run that is opened shows first: what failed, else what runs, else its first job. */
export function initialSelection(state: RunState): Selection {
	const jobs = [...state.jobs.values()];
	const failed = jobs.find(job => job.status === 'Failed' && !job.allowed);
	return failed === undefined
		? {...nothingSelected, id: target(state, undefined)}
		: {...nothingSelected, id: `job ${failed.name}`, by: 'failure'};
}

function hasJustFailed(before: RunState, job: JobState): boolean {
	const was = before.jobs.get(job.name);
	return was !== job && job.status === 'Failed' && was?.status !== 'Failed';
}

function mayJump(selection: Selection, state: RunState, {now, busy}: {now: number; busy: boolean}): boolean {
	if (busy || (selection.by === 'user' && now - selection.movedAt < handsOffMs)) {
		return false;
	}

	const shown = selection.id?.startsWith('job ') === true ? state.jobs.get(selection.id.slice(4)) : undefined;
	return selection.by !== 'failure' || shown?.status !== 'Failed';
}

/** The job where something happens: the selected one while its script runs, then the one that has run longest; a script before a preparation. */
function target(state: RunState, id: string | undefined): string | undefined {
	const jobs = [...state.jobs.values()];
	const running = jobs.filter(job => job.status === 'Running').sort((a, b) => startOf(a) - startOf(b));
	const printing = running.filter(job => job.phase !== 'preparing');
	const candidates = printing.length > 0 ? printing : running;
	const next =
		candidates.find(job => `job ${job.name}` === id) ?? candidates[0] ?? (id === undefined ? jobs[0] : undefined);
	return next === undefined ? id : `job ${next.name}`;
}

function startOf({attempts}: JobState): number {
	return attempts.at(-1)?.startedAt ?? 0;
}
