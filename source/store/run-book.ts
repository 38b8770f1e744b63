import {unreachable} from '../errors.js';
import {findingsOf} from '../model/findings.js';
import type {JobExecution, PipelineExecution, StageExecution, WithReason} from '../model/records.js';
import type {JobFinished, RunEvent} from '../model/run-event.js';
import {isSettled} from '../model/status.js';
import {jobExecutionId} from './ids.js';
import type {RunDocument} from './store.js';

/** The executions of one run: events move their statuses. */
export class RunBook {
	#pipeline: PipelineExecution;
	readonly #stages: Map<string, StageExecution>;
	/** By job, in the order of the plan; attempts oldest first. */
	readonly #jobs = new Map<string, JobExecution[]>();
	readonly #logOf: (job: string, attempt: number) => string;

	/** `logOf` names an attempt's log, relative to the state folder. */
	constructor(document: RunDocument, logOf: (job: string, attempt: number) => string) {
		this.#pipeline = document.pipeline_execution;
		this.#stages = new Map(document.stage_executions.map(stage => [stage.name, stage]));
		for (const job of document.job_executions) this.#attempts(job.name).push(job);
		this.#logOf = logOf;
	}

	get pipeline(): PipelineExecution {
		return this.#pipeline;
	}

	document(): RunDocument {
		return {
			pipeline_execution: this.#pipeline,
			stage_executions: [...this.#stages.values()],
			job_executions: [...this.#jobs.values()].flat(),
		};
	}

	apply(event: RunEvent): void {
		switch (event.type) {
			case 'run-started': {
				this.#pipeline = running(this.#pipeline, event.at);
				break;
			}

			case 'stage-started': {
				this.#changeStage(event.stage, stage => running(stage, event.at));
				break;
			}

			case 'job-started': {
				this.#startJob(event.job, event.attempt, event.at);
				break;
			}

			case 'job-finished': {
				this.#finishJob(event);
				break;
			}

			case 'job-reopened': {
				this.#pipeline = running(this.#pipeline, event.at);
				this.#changeStage(event.stage, stage => running(stage, event.at));
				this.#reopenJob(event.job, event.attempt);
				break;
			}

			case 'stage-finished': {
				this.#changeStage(event.stage, stage => ({...stage, status: event.status, ...endOf(stage, event)}));
				break;
			}

			case 'run-finished': {
				const {status, reason, reason_kind = null, at} = event;
				this.#pipeline = {
					...this.#pipeline,
					status,
					end_time: at,
					...(reason !== null && {reason}),
					...(reason_kind !== null && {reason_kind}),
				};
				break;
			}

			// A child pipeline has a record of its own.
			case 'child-event':
			case 'job-log': {
				break;
			}

			default: {
				unreachable(event);
			}
		}
	}

	#startJob(job: string, attempt: number, at: string): void {
		const execution = this.#attempt(job, attempt) ?? this.#add(job, attempt);
		if (execution !== undefined) this.#put(running({...execution, logs: this.#logOf(job, attempt)}, at));
	}

	#finishJob(event: JobFinished): void {
		const execution =
			event.attempt === 0
				? this.#waiting(event.job)
				: (this.#attempt(event.job, event.attempt) ?? this.#add(event.job, event.attempt));
		if (execution === undefined) return;
		const {exit_code, reason, reason_kind, allow_failure, status} = event;
		this.#put({
			...withoutReason(execution),
			status,
			...endOf(execution, event),
			...(reason !== null && {reason}),
			...(reason_kind !== null && {reason_kind}),
			...(exit_code !== null && {exit_code}),
			...findingsOf(event),
			allow_failure,
		});
	}

	/** What has never started waits again; what has run gets another attempt beside it. */
	#reopenJob(job: string, attempt: number): void {
		const waiting = this.#waiting(job);
		if (waiting !== undefined) this.#put({...withoutReason(waiting), status: 'Pending'});
		else this.#add(job, Math.max(attempt, (this.#jobs.get(job)?.at(-1)?.attempt ?? 0) + 1));
	}

	/** The newest attempt, when it has not started. */
	#waiting(job: string): JobExecution | undefined {
		const last = this.#jobs.get(job)?.at(-1);
		return last?.start_time === undefined ? last : undefined;
	}

	#attempt(job: string, attempt: number): JobExecution | undefined {
		return this.#jobs.get(job)?.find(execution => execution.attempt === attempt);
	}

	/** A Pending execution beside those that are there; undefined for a job that the run does not have. */
	#add(job: string, attempt: number): JobExecution | undefined {
		const before = this.#jobs.get(job)?.at(-1);
		if (before === undefined) return undefined;
		const {job_id, stage_execution_id, name} = before;
		const id = jobExecutionId(this.#pipeline.id, job, attempt);
		const added: JobExecution = {id, job_id, stage_execution_id, status: 'Pending', name, attempt};
		this.#attempts(job).push(added);
		return added;
	}

	#put(execution: JobExecution): void {
		const attempts = this.#attempts(execution.name);
		attempts[attempts.findIndex(({id}) => id === execution.id)] = execution;
	}

	#attempts(job: string): JobExecution[] {
		const attempts = this.#jobs.get(job) ?? [];
		this.#jobs.set(job, attempts);
		return attempts;
	}

	#changeStage(name: string, change: (stage: StageExecution) => StageExecution): void {
		const stage = this.#stages.get(name);
		if (stage !== undefined) this.#stages.set(name, change(stage));
	}
}

type Execution = WithReason & {readonly start_time?: string; readonly end_time?: string};

/** One that goes on has no end and no reason any more, and keeps its first start. */
function running<T extends Execution>(execution: T, at: string) {
	const {end_time: _, ...rest} = withoutReason(execution);
	return {...rest, status: 'Running' as const, start_time: execution.start_time ?? at};
}

function withoutReason<T extends Execution>(execution: T): Omit<T, 'reason' | 'reason_kind'> {
	const {reason: _, reason_kind: __, ...rest} = execution;
	return rest;
}

/** What never started has no end either. */
function endOf(execution: Execution, {status, at}: {readonly status: JobExecution['status']; readonly at: string}) {
	return execution.start_time !== undefined && isSettled(status) ? {end_time: at} : {};
}
