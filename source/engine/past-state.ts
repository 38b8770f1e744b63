import {findingsOf} from '../model/findings.js';
import {type Reason, reasonFrom} from '../model/reason.js';
import type {JobExecution, WithReason} from '../model/records.js';
import type {AttemptState, JobState, JobTable, RunState} from '../model/run-state.js';
import type {RunDocument} from '../store/store.js';

/** A stored run as its readers see one. */
export function pastState(document: RunDocument): RunState {
	const {run_number, status, start_time, end_time, ...run} = document.pipeline_execution;
	const stages = document.stage_executions.toSorted((one, other) => one.order - other.order);
	return {
		run: run_number,
		status,
		...reasonOf(run),
		...times(start_time, end_time),
		stages: stages.map(stage => ({
			name: stage.name,
			status: stage.status,
			...times(stage.start_time, stage.end_time),
		})),
		jobs: tableOf(
			previousJobs(document),
			stages.map(stage => stage.name),
		),
		held: false,
	};
}

/** How each job of a stored run was left, by name, in the order they are stored in. */
export function previousJobs(document: RunDocument): ReadonlyMap<string, JobState> {
	const stages = new Map(document.stage_executions.map(stage => [stage.id, stage.name]));
	const executions = Map.groupBy(document.job_executions, execution => execution.name);
	return new Map(
		[...executions].map(([name, attempts]) => {
			const ordered = attempts.toSorted((one, other) => one.attempt - other.attempt);
			return [name, jobOf(name, stages.get(ordered[0]?.stage_execution_id ?? '') ?? '', ordered)];
		}),
	);
}

function jobOf(name: string, stage: string, executions: readonly JobExecution[]): JobState {
	const last = executions.at(-1);
	const status = last?.status ?? 'Pending';
	return {
		name,
		stage,
		status,
		...reasonOf(last ?? {}),
		allowed: status === 'Failed' && last?.allow_failure === true,
		attempts: executions.flatMap(attemptOf),
	};
}

/** Nothing for an attempt that never started. */
function attemptOf(execution: JobExecution): readonly AttemptState[] {
	const {attempt, status, start_time, end_time, exit_code} = execution;
	if (start_time === undefined) return [];
	return [
		{
			number: attempt,
			status,
			...reasonOf(execution),
			startedAt: Date.parse(start_time),
			...(end_time === undefined ? {} : {endedAt: Date.parse(end_time)}),
			...(exit_code === undefined ? {} : {exitCode: exit_code}),
			...findingsOf(execution),
		},
	];
}

function reasonOf(record: WithReason & {readonly exit_code?: number}): {readonly reason?: Reason} {
	const reason = reasonFrom(record.reason_kind, record.reason, record.exit_code);
	return reason === undefined ? {} : {reason};
}

function times(start: string | undefined, end: string | undefined): {startedAt?: number; endedAt?: number} {
	return {
		...(start === undefined ? {} : {startedAt: Date.parse(start)}),
		...(end === undefined ? {} : {endedAt: Date.parse(end)}),
	};
}

/** In the order of the stages. */
function tableOf(jobs: ReadonlyMap<string, JobState>, stages: readonly string[]): JobTable {
	const ordered = [...jobs.values()].sort((one, other) => stages.indexOf(one.stage) - stages.indexOf(other.stage));
	return {size: jobs.size, get: name => jobs.get(name), values: () => ordered};
}
