import type {JobExecution} from '../../model/records.js';
import type {RunDocument} from '../../store/store.js';

/** How one job has done in the runs of the past. */
export interface JobHistory {
	/** Newest first; only runs in which it ran. */
	readonly results: readonly PastResult[];
	/** Durations of when it passed, in ms; undefined when it never did. */
	readonly p50: number | undefined;
	readonly p90: number | undefined;
	readonly failed: number;
}

/** `retried`: it passed, but not at once. */
export interface PastResult {
	readonly run: number;
	readonly result: 'passed' | 'retried' | 'failed' | 'canceled';
	readonly ms: number | undefined;
}

export function jobHistory(documents: readonly RunDocument[], job: string): JobHistory {
	const results = documents.flatMap(({pipeline_execution, job_executions}): readonly PastResult[] => {
		const last = lastAttempt(job_executions, job);
		const result = last === undefined ? undefined : resultOf(last);
		return last === undefined || result === undefined
			? []
			: [{run: pipeline_execution.run_number, result, ms: durationOf(last)}];
	});
	const durations = results
		.flatMap(({result, ms}) => ((result === 'passed' || result === 'retried') && ms !== undefined ? [ms] : []))
		.sort((a, b) => a - b);
	return {
		results,
		p50: quantile(durations, 0.5),
		p90: quantile(durations, 0.9),
		failed: results.filter(({result}) => result === 'failed').length,
	};
}

/** The execution of a job that counts: its last attempt. */
export function lastAttempt(executions: readonly JobExecution[], job: string): JobExecution | undefined {
	return executions
		.filter(({name}) => name === job)
		.reduce<JobExecution | undefined>((a, b) => (a === undefined || b.attempt > a.attempt ? b : a), undefined);
}

/** In ms; undefined when it has not started or not ended. */
export function durationOf({start_time, end_time}: Pick<JobExecution, 'start_time' | 'end_time'>): number | undefined {
	return start_time === undefined || end_time === undefined ? undefined : Date.parse(end_time) - Date.parse(start_time);
}

function resultOf({status, attempt, start_time}: JobExecution): PastResult['result'] | undefined {
	if (start_time === undefined) {
		return undefined;
	}

	return status === 'Success'
		? attempt > 1
			? 'retried'
			: 'passed'
		: status === 'Failed'
			? 'failed'
			: status === 'Canceled'
				? 'canceled'
				: undefined;
}

/** Of values in order; undefined when there are none. */
function quantile(values: readonly number[], share: number): number | undefined {
	return values[Math.min(values.length - 1, Math.floor(values.length * share))];
}
