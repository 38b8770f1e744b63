import type {Plan} from '../model/plan.js';
import type {Job, JobExecution, Pipeline, PipelineExecution, Stage, StageExecution} from '../model/records.js';
import type {RunEvent} from '../model/run-event.js';

/**
 * Everything ever run in one repository. Many processes read; each run has one writer, the process that runs it.
 * Rejects with a CiError (exit code 3) when the disk does not take a write.
 */
export interface Store {
	/** The state folder (`.ci-tui`), absolute. Log file names in records are relative to it. */
	readonly folder: string;
	/** Takes the next run number, records pipeline, stages and jobs (ids stable from run to run) and a Pending execution of each job. */
	startRun(plan: Plan, at: number, parent?: ParentRun): Promise<RunRecorder>;
	/** Goes on with a settled run: new attempts are added to what it has. Rejects when there is no such run or it is being run. */
	resumeRun(run: number, plan: Plan, at: number): Promise<RunRecorder>;
	/** Newest first. */
	runs(): Promise<readonly PipelineExecution[]>;
	run(run: number): Promise<RunDocument | undefined>;
	/** Where the tar file of an attempt's artifacts is, if it left any; absolute. */
	artifactFile(run: RunDocument, job: string, attempt: number): string;
	catalog(): Promise<Catalog>;
	/** Settles as `Canceled` (interrupted) the executions of every run whose process is gone; answers their run numbers. */
	settleInterrupted(at: number): Promise<readonly number[]>;
	/** Removes all but the newest `keep` runs that are not being run, with their logs and artifacts; answers the run numbers removed. */
	removeRuns(keep: number): Promise<readonly number[]>;
	/** Asks the process that runs it to cancel; false when nobody runs it. */
	requestCancel(run: number): Promise<boolean>;
	/**
	 * Waits until no other job of any run has this `resource_group`, the first to ask first, and resolves with what gives
	 * it back. Rejects when `signal` is aborted before.
	 */
	acquireResource(group: string, signal: AbortSignal): Promise<() => Promise<void>>;
	/** What the store had to mend on opening (a broken file put aside), in words, once. */
	readonly mended: readonly string[];
}

/** The run that a child pipeline's run was started by. */
export interface ParentRun {
	readonly run: number;
	/** The trigger job. */
	readonly job: string;
}

export interface Catalog {
	readonly pipelines: readonly Pipeline[];
	readonly stages: readonly Stage[];
	readonly jobs: readonly Job[];
}

/** A run as stored in `runs/<run number>/run.json`. */
export interface RunDocument {
	readonly pipeline_execution: PipelineExecution;
	readonly stage_executions: readonly StageExecution[];
	readonly job_executions: readonly JobExecution[];
	/** The process that runs it; gone when it settled. */
	readonly owner?: {readonly pid: number; readonly started: string};
}

export interface RunRecorder {
	readonly run: number;
	/** The PipelineExecution's id. */
	readonly id: string;
	/** The file for an attempt's log, absolute. */
	logFile(job: string, attempt: number): string;
	/** The tar file for an attempt's artifacts, absolute; its folder exists. */
	artifactFile(job: string, attempt: number): string;
	/** The JobExecution's id; stable for the same run, job and attempt. */
	executionId(job: string, attempt: number): string;
	/** Records in the order of the calls; writes are coalesced. `job-log` is ignored. */
	record(event: RunEvent): void;
	/** Resolves when all that was recorded is on the disk. */
	flush(): Promise<void>;
	/** Flushes and gives the run up: another process may go on with it. */
	close(): Promise<void>;
	/** Calls back once when another process asked to cancel this run. */
	onCancelRequested(listener: () => void): () => void;
}
