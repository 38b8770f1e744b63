import type {ChildRun, JobState, RunState, StageState} from '../model/run-state.js';
import {isSettled} from '../model/status.js';
import {childId, childrenOf, jobId, jobsIn, rowsAbove, stageId} from './placed-job.js';

/** A row of the pipeline's tree; `id` names the stage or the job, never the place on the screen. */
export type TreeRow = StageRow | JobRow;

export interface StageRow extends RowPlace {
	readonly kind: 'stage';
	readonly stage: StageState;
	readonly jobs: readonly JobState[];
	readonly folded: boolean;
}

export interface JobRow extends RowPlace {
	readonly kind: 'job';
	readonly job: JobState;
	/** What the trigger job has started, whose rows follow unless it is folded. */
	readonly child?: ChildRun & {readonly folded: boolean};
}

interface RowPlace {
	readonly id: string;
	/** The child run it belongs to; undefined: the run on screen. */
	readonly run: number | undefined;
	/** How many child pipelines it is inside of. */
	readonly depth: number;
}

/** What the user has folded (true) or opened (false), by the ids of stages and of children; of all others their state decides. */
export type Folds = ReadonlyMap<string, boolean>;

export type StateFilter = 'all' | 'active' | 'failed';

export interface TreeFilter {
	/** Names must contain this, whatever the case. */
	readonly name: string;
	readonly state: StateFilter;
}

/** The rows to show, in the order of the file: no state ever reorders them. */
export function treeRows(state: RunState, folds: Folds, filter: TreeFilter): readonly TreeRow[] {
	return runRows(state, {run: undefined, depth: 0}, folds, filter);
}

/** Whether the row hides what belongs to it; undefined when nothing does. */
export function isFolded(row: TreeRow): boolean | undefined {
	return row.kind === 'stage' ? row.folded : row.child?.folded;
}

/** What is folded with the row, by the name it has among the folds. */
export function foldOf(row: TreeRow): string {
	return row.kind === 'job' && row.child !== undefined ? childId(row.child.run) : row.id;
}

/** All that can be folded. */
export function foldable(state: RunState, run?: number): readonly string[] {
	const stages = state.stages.map(({name}) => stageId(name, run));
	const children = [...childrenOf(state).values()];
	return [...stages, ...children.flatMap(child => [childId(child.run), ...foldable(child.state, child.run)])];
}

/** Where the selection is among the rows; what is folded away is stood for by what it is folded into. */
export function indexOfRow(rows: readonly TreeRow[], id: string | undefined, state: RunState): number {
	const places = id === undefined ? [] : [id, ...rowsAbove(state, id)];
	const indexes = places.map(place => rows.findIndex(row => row.id === place));
	return indexes.find(index => index >= 0) ?? 0;
}

/** The first row of a window of `height` rows that shows `index` with some rows around it and moves as little as it can. */
export function windowTop(length: number, index: number, height: number, top: number): number {
	const margin = Math.min(2, Math.floor((height - 1) / 2));
	const highest = Math.max(0, length - height);
	const lowered = Math.min(top, index - margin);
	const raised = Math.max(lowered, index + margin - height + 1);
	return Math.min(highest, Math.max(0, raised));
}

/** The id of the next failed job after (or before) `from` in the tree's order, round the end. */
export function nextFailed(state: RunState, from: string | undefined, direction: 1 | -1): string | undefined {
	const jobs = jobsIn(state);
	const place = jobs.findIndex(({id}) => id === from);
	const isNext = ({job}: (typeof jobs)[number]) => job.status === 'Failed';
	const [after, before] = [jobs.slice(place + 1), jobs.slice(0, Math.max(0, place))];
	const next =
		direction === 1 ? (after.find(isNext) ?? jobs.find(isNext)) : (before.findLast(isNext) ?? jobs.findLast(isNext));
	return next?.id;
}

/** Whether a filter lets the job through. */
export function passes(job: JobState, {name, state}: TreeFilter): boolean {
	const named = name === '' || job.name.toLowerCase().includes(name.toLowerCase());
	const active = !isSettled(job.status) && job.reason?.kind !== 'manual';
	return named && (state === 'all' || (state === 'active' ? active : job.status === 'Failed'));
}

type Within = Pick<RowPlace, 'run' | 'depth'>;

function runRows(state: RunState, within: Within, folds: Folds, filter: TreeFilter): readonly TreeRow[] {
	const byStage = Map.groupBy([...state.jobs.values()], job => job.stage);
	const children = childrenOf(state);
	return state.stages.flatMap((stage): readonly TreeRow[] => {
		const jobs = byStage.get(stage.name) ?? [];
		const shown = jobs.flatMap(job => jobRows(job, children.get(job.name), within, folds, filter));
		if (shown.length === 0 && (filter.name !== '' || filter.state !== 'all')) {
			return [];
		}

		const id = stageId(stage.name, within.run);
		const folded = filter.name === '' && folds.get(id) === true;
		const head: TreeRow = {kind: 'stage', id, ...within, stage, jobs, folded};
		return folded ? [head] : [head, ...shown];
	});
}

/** A job, and below a trigger job the tree of its child. */
function jobRows(
	job: JobState,
	child: ChildRun | undefined,
	within: Within,
	folds: Folds,
	filter: TreeFilter,
): readonly TreeRow[] {
	const id = jobId(job.name, within.run);
	if (child === undefined) {
		return passes(job, filter) ? [{kind: 'job', id, ...within, job}] : [];
	}

	const folded = filter.name === '' && (folds.get(childId(child.run)) ?? child.state.status === 'Success');
	const hides = folded && filter.state === 'all';
	const inner = hides ? [] : runRows(child.state, {run: child.run, depth: within.depth + 1}, folds, filter);
	if (inner.length === 0 && !passes(job, filter)) {
		return [];
	}

	const row: TreeRow = {kind: 'job', id, ...within, job, child: {...child, folded}};
	return folded ? [row] : [row, ...inner];
}
