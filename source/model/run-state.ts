import type {Findings} from './findings.js';
import type {Reason} from './reason.js';
import type {Status} from './status.js';

/** A run as a reader sees it at one moment; immutable. Times are ms since the epoch. */
export interface RunState {
	readonly run: number;
	readonly status: Status;
	readonly reason?: Reason;
	readonly startedAt?: number;
	readonly endedAt?: number;
	/** In order. */
	readonly stages: readonly StageState[];
	readonly jobs: JobTable;
	/** The user holds the run: nothing new starts. */
	readonly held: boolean;
	/** Runs of child pipelines that its trigger jobs have started, in that order; absent without any. */
	readonly children?: readonly ChildRun[];
}

/** A run that a trigger job has started. */
export interface ChildRun {
	/** The trigger job, and which attempt of it. */
	readonly job: string;
	readonly attempt: number;
	/** Its own run number. */
	readonly run: number;
	/** The child pipeline's name. */
	readonly pipeline: string;
	readonly state: RunState;
}

/** Jobs by name, in the order of the plan. An untouched job is the same object from one state to the next. */
export interface JobTable {
	readonly size: number;
	get(name: string): JobState | undefined;
	values(): Iterable<JobState>;
}

export interface StageState {
	readonly name: string;
	readonly status: Status;
	readonly startedAt?: number;
	readonly endedAt?: number;
}

export interface JobState {
	readonly name: string;
	readonly stage: string;
	readonly status: Status;
	readonly reason?: Reason;
	/** While `Running`: what it is doing. */
	readonly phase?: JobPhase;
	/** True when `Failed` and the failure does not fail the run. */
	readonly allowed: boolean;
	/** Oldest first; empty until it starts. */
	readonly attempts: readonly AttemptState[];
}

/** `preparing`: image, container, workspace. `canceling`: told to stop, not gone yet. */
export type JobPhase = 'preparing' | 'running' | 'after_script' | 'artifacts' | 'canceling';

export interface AttemptState extends Findings {
	/** Counts from 1. */
	readonly number: number;
	readonly status: Status;
	readonly reason?: Reason;
	readonly startedAt: number;
	readonly endedAt?: number;
	readonly exitCode?: number;
}
