import type {CiError} from '../errors.js';
import type {Findings} from '../model/findings.js';
import type {Outcome} from '../model/outcome.js';
import type {JobPhase} from '../model/run-state.js';

/**
 * What happened: the only thing that changes a run's state. `at` is ms since the epoch and never goes backwards
 * within a run (the engine sees to it). An event that no longer fits (a finish that arrives twice, a retry of a running job) changes nothing.
 */
export type Event =
	| {readonly type: 'run-started'; readonly at: number}
	| {
			readonly type: 'job-phase-changed';
			readonly at: number;
			readonly job: string;
			readonly attempt: number;
			readonly phase: JobPhase;
	  }
	| {
			readonly type: 'job-finished';
			readonly at: number;
			readonly job: string;
			readonly attempt: number;
			readonly outcome: Outcome;
			/** What its log and its reports tell. */
			readonly findings?: Findings;
	  }
	/** The job may go on: nobody else has its resource group. */
	| {readonly type: 'resource-acquired'; readonly at: number; readonly job: string; readonly group: string}
	| {readonly type: 'timer-fired'; readonly at: number; readonly timer: Timer}
	| {readonly type: 'job-cancel-requested'; readonly at: number; readonly job: string}
	/** `signal` is set when the process was told to end by one, `error` when the runner cannot go on (its disk is full). */
	| {readonly type: 'run-cancel-requested'; readonly at: number; readonly signal?: string; readonly error?: CiError}
	/** A new attempt of a settled job, and another chance for what was skipped because of it. */
	| {readonly type: 'job-retry-requested'; readonly at: number; readonly job: string}
	/** The same for every failed or canceled job. */
	| {readonly type: 'failed-retry-requested'; readonly at: number}
	| {
			readonly type: 'job-play-requested';
			readonly at: number;
			readonly job: string;
			readonly variables?: Readonly<Record<string, string>>;
	  }
	/** Start nothing new, or go on. */
	| {readonly type: 'hold-changed'; readonly at: number; readonly held: boolean};

/** `timeout`: the attempt has had its time. `start`: a delayed job may start. */
export type Timer = {readonly kind: 'timeout' | 'start'; readonly job: string; readonly attempt: number};
