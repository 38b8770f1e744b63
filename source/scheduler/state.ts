import type {Reason} from '../model/reason.js';
import type {AttemptState, JobState, RunState} from '../model/run-state.js';
import type {Effect} from './effect.js';
import type {Gate} from './gate.js';
import type {Graph} from './graph.js';
import type {Heap} from './heap.js';
import type {Standing, Tally} from './standing.js';
import type {Vector} from './vector.js';

/** All that `reduce` knows of a run; `run` is what readers see of it. */
export interface State {
	readonly run: RunState;
	readonly graph: Graph;
	/** How many jobs may run at once. */
	readonly concurrency: number;
	/** By a job's number. */
	readonly jobs: Vector<JobTrack>;
	/** By a stage's number. */
	readonly stages: readonly StageTrack[];
	/** Of all jobs. */
	readonly tally: Tally;
	readonly running: number;
	/** Jobs that may be `queued`; those that are not any more are dropped when their turn comes. */
	readonly ready: Heap;
	/** Resource groups that jobs want or have, by name. */
	readonly resources: ReadonlyMap<string, ResourceTrack>;
	/** `run-started` has come. */
	readonly started: boolean;
	/** Set while a cancellation of the run holds; a retry ends it. */
	readonly canceled: Reason | undefined;
}

/** A job as the scheduler keeps it. */
export interface JobTrack {
	readonly job: JobState;
	readonly standing: Standing;
	/** Of the jobs it needs; undefined when it waits for the earlier stages. */
	readonly needs: Tally | undefined;
	/** A user played or retried it, or its delay is over: `manual` and `delayed` hold it no more. */
	readonly released: boolean;
	/** Whether it waits for its resource group, or has it. */
	readonly resource: 'none' | 'wanted' | 'held';
	/** Given when it was played; its later attempts have them too. */
	readonly variables: Readonly<Record<string, string>> | undefined;
	/** While it is being stopped: why. */
	readonly stopping: Reason | undefined;
	/** Readers have heard its last word: a `job-finished` that no automatic retry follows. */
	readonly told: boolean;
}

/** Who has a resource group, or is next to have it; and who waits in this run, in the order of the asking. */
export interface ResourceTrack {
	readonly holder: number;
	readonly waiting: readonly number[];
}

/** A stage as the scheduler keeps it. */
export interface StageTrack {
	/** Of its own jobs. */
	readonly tally: Tally;
	readonly running: number;
	/** What the jobs that wait for the earlier stages see. */
	readonly gate: Gate;
	/** What readers have heard of it last. */
	readonly told: 'nothing' | 'started' | 'finished';
}

export interface Next {
	readonly state: State;
	readonly effects: readonly Effect[];
}

/** The newest attempt, or undefined for a job that never started. */
export function lastAttempt(job: JobState): AttemptState | undefined {
	return job.attempts.at(-1);
}

/** The number of the attempt to come; they count from 1. */
export function nextAttempt(job: JobState): number {
	return (lastAttempt(job)?.number ?? 0) + 1;
}
