import type {Findings} from './findings.js';
import type {Status} from './status.js';

/**
 * What happened in a run, as machine output prints it (`run --json`, one a line), the store records it and plain
 * output tells it. Field names are relied on by scripts: they only grow. `at` is an ISO 8601 time.
 */
export type RunEvent =
	| {
			readonly type: 'run-started';
			readonly at: string;
			readonly run: number;
			readonly pipeline: string;
			readonly commit_hash: string;
	  }
	| {
			readonly type: 'job-started';
			readonly at: string;
			readonly job: string;
			readonly stage: string;
			readonly attempt: number;
	  }
	/** One line of a job's log, masked, without its newline and without control characters but colours. */
	| {
			readonly type: 'job-log';
			readonly at: string;
			readonly job: string;
			readonly attempt: number;
			readonly text: string;
	  }
	| JobFinished
	| {readonly type: 'stage-started'; readonly at: string; readonly stage: string}
	| {readonly type: 'stage-finished'; readonly at: string; readonly stage: string; readonly status: Status}
	/** A job that had ended, or the run, goes on: somebody retried or played a job. */
	| {
			readonly type: 'job-reopened';
			readonly at: string;
			readonly job: string;
			readonly stage: string;
			readonly attempt: number;
	  }
	/** Something happened in the child pipeline that a trigger job has started: `run` is the child's. */
	| {
			readonly type: 'child-event';
			readonly at: string;
			readonly job: string;
			readonly attempt: number;
			readonly run: number;
			readonly event: RunEvent;
	  }
	| {
			readonly type: 'run-finished';
			readonly at: string;
			readonly run: number;
			readonly status: Status;
			readonly reason: string | null;
			readonly reason_kind?: string | null;
	  };

/**
 * An attempt has ended, or a job will not run. Every job of the plan gets one at the least; a manual job that nobody
 * played gets it with status `Pending` when the run settles. `attempt` is 0 for a job that never started.
 */
export interface JobFinished extends Findings {
	readonly type: 'job-finished';
	readonly at: string;
	readonly job: string;
	readonly stage: string;
	readonly attempt: number;
	readonly status: Status;
	readonly reason: string | null;
	readonly reason_kind: string | null;
	readonly exit_code: number | null;
	/** True when a failure of this attempt does not fail the run. */
	readonly allow_failure: boolean;
	readonly duration_ms: number | null;
	/** True when the job's `retry` starts another attempt. */
	readonly will_retry: boolean;
}
