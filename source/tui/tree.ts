import type {JobState, RunState, StageState} from '../model/run-state.js';
import {isSettled} from '../model/status.js';

/** A row of the pipeline's tree; `id` names the stage or the job, never the place on the screen. */
export type TreeRow =
	| {
			readonly kind: 'stage';
			readonly id: string;
			readonly stage: StageState;
			readonly jobs: readonly JobState[];
			readonly folded: boolean;
	  }
	| {readonly kind: 'job'; readonly id: string; readonly job: JobState};

export type StateFilter = 'all' | 'active' | 'failed';

export interface TreeFilter {
	/** Names must contain this, whatever the case. */
	readonly name: string;
	readonly state: StateFilter;
}

export const stageId = (name: string): string => `stage ${name}`;
export const jobId = (name: string): string => `job ${name}`;

/** The rows to show, in the order of the file: no state ever reorders them. */
export function treeRows(state: RunState, folds: ReadonlySet<string>, filter: TreeFilter): readonly TreeRow[] {
	const byStage = Map.groupBy([...state.jobs.values()], job => job.stage);
	return state.stages.flatMap((stage): readonly TreeRow[] => {
		const jobs = byStage.get(stage.name) ?? [];
		const shown = jobs.filter(job => passes(job, filter));
		if (shown.length === 0 && (filter.name !== '' || filter.state !== 'all')) {
			return [];
		}

		const folded = folds.has(stage.name) && filter.name === '';
		const head: TreeRow = {kind: 'stage', id: stageId(stage.name), stage, jobs, folded};
		return folded ? [head] : [head, ...shown.map((job): TreeRow => ({kind: 'job', id: jobId(job.name), job}))];
	});
}

/** Where the selection is among the rows; a job that is folded away is stood for by its stage. */
export function indexOfRow(rows: readonly TreeRow[], id: string | undefined, state: RunState): number {
	const index = rows.findIndex(row => row.id === id);
	if (index >= 0 || id === undefined) {
		return Math.max(0, index);
	}

	const job = id.startsWith('job ') ? state.jobs.get(id.slice(4)) : undefined;
	return Math.max(0, job === undefined ? 0 : rows.findIndex(row => row.id === stageId(job.stage)));
}

/** The first row of a window of `height` rows that shows `index` with some rows around it and moves as little as it can. */
export function windowTop(length: number, index: number, height: number, top: number): number {
	const margin = Math.min(2, Math.floor((height - 1) / 2));
	const highest = Math.max(0, length - height);
	const lowered = Math.min(top, index - margin);
	const raised = Math.max(lowered, index + margin - height + 1);
	return Math.min(highest, Math.max(0, raised));
}

/** The next failed job after (or before) `from` in the tree's order, round the end. */
export function nextFailed(state: RunState, from: string | undefined, direction: 1 | -1): string | undefined {
	const names = [...state.jobs.values()].map(job => job.name);
	const failed = [...state.jobs.values()].filter(job => job.status === 'Failed').map(job => job.name);
	if (failed.length === 0) {
		return undefined;
	}

	const place = from === undefined ? -1 : names.indexOf(from);
	return direction === 1
		? (failed.find(name => names.indexOf(name) > place) ?? failed[0])
		: (failed.findLast(name => names.indexOf(name) < place) ?? failed.at(-1));
}

/** Whether a filter lets the job through. */
export function passes(job: JobState, {name, state}: TreeFilter): boolean {
	const named = name === '' || job.name.toLowerCase().includes(name.toLowerCase());
	const active = !isSettled(job.status) && job.reason?.kind !== 'manual';
	return named && (state === 'all' || (state === 'active' ? active : job.status === 'Failed'));
}
