import type {PlannedJob} from '../../../source/model/plan.js';
import type {AttemptState, JobState, RunState} from '../../../source/model/run-state.js';
import type {Status} from '../../../source/model/status.js';

/** When the runs of these tests begin. */
export const start = Date.parse('2026-11-23T12:00:00Z');

/** A job's state; attempts follow from the status unless they are given. */
export function aJob(name: string, status: Status = 'Pending', more: Partial<JobState> = {}): JobState {
	const attempts: readonly AttemptState[] =
		status === 'Pending' || more.reason?.kind === 'skipped'
			? []
			: [{number: 1, status, startedAt: start, ...(status === 'Running' ? {} : {endedAt: start + 14_000})}];
	return {name, stage: 'test', status, allowed: false, attempts, ...more};
}

/** A run's state of these jobs; its stages are the jobs' stages in order of appearance. */
export function aState(jobs: readonly JobState[], more: Partial<RunState> = {}): RunState {
	const table = new Map(jobs.map(job => [job.name, job]));
	const stages = [...new Set(jobs.map(job => job.stage))].map(name => ({
		name,
		status: 'Running' as const,
		startedAt: start,
	}));
	return {run: 142, status: 'Running', startedAt: start, stages, jobs: table, held: false, ...more};
}

/** The state with some of its jobs replaced; the others stay the same objects. */
export function withJobs(state: RunState, ...changed: readonly JobState[]): RunState {
	const jobs = new Map([...state.jobs.values()].map(job => [job.name, job]));
	for (const job of changed) {
		jobs.set(job.name, job);
	}

	return {...state, jobs};
}

export function aPlannedJob(name: string, more: Partial<PlannedJob> = {}): PlannedJob {
	return {
		name,
		key: name,
		stage: 'test',
		position: {file: '.gitlab-ci.yml', line: 1, column: 1},
		scripts: {before: [], main: ['true'], after: []},
		artifactsFrom: [],
		when: 'on_success',
		allowFailure: false,
		retry: {max: 0, when: [], exitCodes: []},
		variables: {},
		interruptible: false,
		tags: [],
		resolved: {},
		...more,
	};
}
