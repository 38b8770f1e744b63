import type {Findings} from './findings.js';
import type {Status} from './status.js';

/** The seven records as they are stored. Ids are UUIDs, times ISO 8601 strings. Fields may be added, none renamed. */

export interface Pipeline {
	readonly id: string;
	/** Unique within a repository. */
	readonly name: string;
	/** A URL or a local path. */
	readonly repo_url: string;
	readonly branch?: string;
	readonly commit_hash?: string;
	readonly created_at: string;
	readonly updated_at: string;
}

export interface Stage {
	readonly id: string;
	/** Unique within a pipeline. */
	readonly name: string;
	readonly pipeline_id: string;
	readonly order: number;
	readonly created_at: string;
	readonly updated_at: string;
}

export interface Job {
	readonly id: string;
	/** Unique within a stage. */
	readonly name: string;
	readonly stage_id: string;
	readonly docker_image?: string;
	readonly commands: readonly string[];
	/** Ids of the jobs this one waits for. */
	readonly dependencies?: readonly string[];
	readonly allow_failure?: boolean;
	readonly artifacts?: readonly string[];
	readonly created_at: string;
	readonly updated_at: string;
}

/** Why an execution has the status it has; `reason` is for people, `reason_kind` (a `Reason['kind']`) for scripts. */
export interface WithReason {
	readonly reason?: string;
	readonly reason_kind?: string;
}

export interface JobExecution extends WithReason, Findings {
	readonly id: string;
	readonly job_id: string;
	readonly stage_execution_id: string;
	readonly status: Status;
	readonly start_time?: string;
	readonly end_time?: string;
	/** The log's file, relative to the state folder: log text is never part of a document. */
	readonly logs?: string;
	/** The job's name, so that a run can be read without `db.json`. */
	readonly name: string;
	/** Counts from 1; a retry adds an execution with the next number. */
	readonly attempt: number;
	readonly exit_code?: number;
	readonly allow_failure?: boolean;
}

export interface StageExecution extends WithReason {
	readonly id: string;
	readonly stage_id: string;
	readonly pipeline_execution_id: string;
	readonly status: Status;
	readonly start_time?: string;
	readonly end_time?: string;
	readonly name: string;
	readonly order: number;
}

export interface PipelineExecution extends WithReason {
	readonly id: string;
	readonly pipeline_id: string;
	readonly status: Status;
	readonly start_time?: string;
	readonly end_time?: string;
	/** Unique across the repository, so for the pipeline too. */
	readonly run_number: number;
	readonly commit_hash: string;
	readonly branch?: string;
	/** The pipeline's name, so that a run can be read without `db.json`. */
	readonly name: string;
	/** The run that started this one, which is a child pipeline's, and the trigger job that did. */
	readonly parent_run?: number;
	readonly parent_job?: string;
}

/** A line of one execution's log, as a reader gets it; on disk the text is in the log's own file. */
export interface ExecutionLog {
	readonly id: string;
	/** Of a JobExecution, a StageExecution or a PipelineExecution. */
	readonly execution_id: string;
	readonly log_text?: string;
	readonly timestamp: string;
}
