import type {Status} from '../../../source/model/status.js';
import type {RunDocument} from '../../../source/store/store.js';
import {start} from './a-run.js';

/** A stored run of these jobs, each `[name, status, seconds]`; a name that comes again is its next attempt. */
export function aPastRun(run: number, jobs: readonly (readonly [string, Status, number])[]): RunDocument {
	const began = start - (142 - run) * 3_600_000;
	const attempts = new Map<string, number>();
	const executions = jobs.map(([name, status, seconds]) => {
		const attempt = (attempts.get(name) ?? 0) + 1;
		attempts.set(name, attempt);
		return {
			id: `${run} ${name} ${attempt}`,
			job_id: name,
			stage_execution_id: 'test',
			name,
			attempt,
			status,
			start_time: new Date(began).toISOString(),
			end_time: new Date(began + seconds * 1000).toISOString(),
		};
	});
	const failed = executions.some(({name, attempt, status}) => status === 'Failed' && attempt === attempts.get(name));
	return {
		pipeline_execution: {
			id: String(run),
			pipeline_id: 'p',
			name: 'api-service',
			status: failed ? 'Failed' : 'Success',
			run_number: run,
			commit_hash: '3f2c1a9',
			branch: 'main',
			start_time: new Date(began).toISOString(),
			end_time: new Date(began + 60_000).toISOString(),
		},
		stage_executions: [],
		job_executions: executions,
	};
}
