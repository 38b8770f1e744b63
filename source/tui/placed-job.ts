import type {ChildRun, JobState, RunState} from '../model/run-state.js';
import {isSettled} from '../model/status.js';

/** A job and where it is: in the run on screen, or in the run of a child pipeline, however deep. */
export interface PlacedJob {
	readonly id: string;
	/** The child's run number; undefined: the run on screen. */
	readonly run: number | undefined;
	/** Its run. */
	readonly state: RunState;
	readonly job: JobState;
	/** What it has started last, when it is a trigger job. */
	readonly child: ChildRun | undefined;
	/** The trigger job that started its run. */
	readonly parent: PlacedJob | undefined;
}

interface Placed {
	/** In the tree's order: a trigger job, then the jobs of its child. */
	readonly jobs: readonly PlacedJob[];
	readonly byId: ReadonlyMap<string, PlacedJob>;
	/** The trigger job of each child run that is shown. */
	readonly triggers: ReadonlyMap<number, PlacedJob>;
}

export const stageId = (name: string, run?: number): string => idOf('stage', name, run);
export const jobId = (name: string, run?: number): string => idOf('job', name, run);

/** What the id of a tree row names. */
export function partsOf(id: string): {
	readonly run: number | undefined;
	readonly kind: 'stage' | 'job';
	readonly name: string;
} {
	const [, run, kind, name = ''] = /^(?:#(\d+) )?(stage|job) (.*)$/su.exec(id) ?? [];
	return {run: run === undefined ? undefined : Number(run), kind: kind === 'stage' ? 'stage' : 'job', name};
}

/** The jobs of the run and of the newest child of each of its trigger jobs. */
export function jobsIn(state: RunState): readonly PlacedJob[] {
	return placed(state).jobs;
}

/** The job that an id names; undefined for a stage, and for a job that is not there. */
export function jobAt(state: RunState, id: string | undefined): PlacedJob | undefined {
	return id === undefined ? undefined : placed(state).byId.get(id);
}

/** `trigger / job`: the job's name after those of the trigger jobs it is inside of. */
export function pathOf({job, parent}: PlacedJob): string {
	return parent === undefined ? job.name : `${pathOf(parent)} / ${job.name}`;
}

/** The run that an id belongs to; undefined when it is none that is shown. */
export function runAt(state: RunState, run: number | undefined): RunState | undefined {
	return run === undefined ? state : placed(state).triggers.get(run)?.child?.state;
}

/** What hides a row when it is folded, nearest first, by its id: its stage, the tree of its run, the stage of the trigger job. */
export function foldsAbove(state: RunState, id: string): readonly string[] {
	const trees = new Map([...placed(state).triggers].map(([run, trigger]) => [trigger.id, childId(run)]));
	return rowsAbove(state, id).map(above => trees.get(above) ?? above);
}

/** The ids of the rows that a row is folded into, nearest first: its stage, the trigger job of its run, that one's stage. */
export function rowsAbove(state: RunState, id: string): readonly string[] {
	const {run, kind} = partsOf(id);
	const job = jobAt(state, id);
	const stage = kind === 'job' && job !== undefined ? [stageId(job.job.stage, run)] : [];
	const trigger = run === undefined ? undefined : placed(state).triggers.get(run);
	return trigger === undefined ? stage : [...stage, trigger.id, ...rowsAbove(state, trigger.id)];
}

/** What hides the tree of a child when it is folded: a child that takes its place begins as any other. */
export const childId = (run: number): string => `child #${run}`;

/** Where a row is in a newer state: in the child that has taken the place of its own, as its trigger job was retried. */
export function successorOf(before: RunState, after: RunState, id: string): string {
	const {run, kind, name} = partsOf(id);
	const trigger = run === undefined ? undefined : placed(before).triggers.get(run);
	if (trigger === undefined || runAt(after, run) !== undefined) {
		return id;
	}

	const next = successorOf(before, after, trigger.id);
	const child = jobAt(after, next)?.child;
	const same = child && idOf(kind, name, child.run);
	const isThere = kind === 'job' ? child?.state.jobs.get(name) : child?.state.stages.find(stage => stage.name === name);
	return same === undefined || isThere === undefined ? next : same;
}

/** The newest child of each trigger job that has one, by the job's name. */
export function childrenOf({children = []}: RunState): ReadonlyMap<string, ChildRun> {
	return new Map(children.map(child => [child.job, child]));
}

/** Nothing of the run goes on any more, nor of a child that no trigger job waits for. */
export function isOver({status, children = []}: RunState): boolean {
	return isSettled(status) && children.every(({state}) => isOver(state));
}

function idOf(kind: 'stage' | 'job', name: string, run: number | undefined): string {
	return run === undefined ? `${kind} ${name}` : `#${run} ${kind} ${name}`;
}

/** States never change, and several parts of a frame ask for the same. */
const known = new WeakMap<RunState, Placed>();

function placed(state: RunState): Placed {
	const seen = known.get(state);
	if (seen !== undefined) {
		return seen;
	}

	const jobs: PlacedJob[] = [];
	collect(state, undefined, undefined, jobs);
	const made: Placed = {
		jobs,
		byId: new Map(jobs.map(one => [one.id, one])),
		triggers: new Map(jobs.flatMap(one => (one.child === undefined ? [] : [[one.child.run, one]]))),
	};
	known.set(state, made);
	return made;
}

function collect(state: RunState, run: number | undefined, parent: PlacedJob | undefined, into: PlacedJob[]): void {
	const children = childrenOf(state);
	for (const job of state.jobs.values()) {
		const child = children.get(job.name);
		const one: PlacedJob = {id: jobId(job.name, run), run, state, job, child, parent};
		into.push(one);
		if (child !== undefined) {
			collect(child.state, child.run, one, into);
		}
	}
}
