import type {RunHandle} from '../../source/engine/run-handle.js';
import type {LogStore} from '../../source/logs/log.js';
import type {Plan} from '../../source/model/plan.js';
import type {JobFinished, RunEvent} from '../../source/model/run-event.js';
import type {AttemptState, JobState, RunState} from '../../source/model/run-state.js';

/** A run that tells what the test tells it. */
export interface TestRun extends RunHandle {
	tell(...events: readonly RunEvent[]): void;
}

export function aRunOf(
	plan: Plan,
	{
		state,
		logs,
		folder = '/state',
	}: {readonly state?: Partial<RunState>; readonly logs?: LogStore; readonly folder?: string} = {},
): TestRun {
	const listeners = new Set<(event: RunEvent) => void>();
	const logFile = (job: string, attempt: number) => `${folder}/${job}.${attempt}.log`;
	const full: RunState = {run: 142, status: 'Running', stages: [], jobs: jobTable([]), held: false, ...state};
	return {
		run: 142,
		plan,
		controllable: true,
		executor: {name: 'docker'},
		getState: () => full,
		subscribe: () => () => {},
		onEvent(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		send: () => {},
		openLog(job, attempt) {
			if (logs === undefined) throw new Error('this run has no logs');
			return logs.open(logFile(job, attempt));
		},
		logFile,
		progressOf: () => undefined,
		settled: async () => full,
		close: async () => {},
		tell(...events) {
			for (const event of events) for (const listener of listeners) listener(event);
		},
	};
}

export function jobTable(jobs: readonly JobState[]): RunState['jobs'] {
	const byName = new Map(jobs.map(job => [job.name, job]));
	return {size: jobs.length, get: name => byName.get(name), values: () => jobs};
}

export function aJobState(
	name: string,
	more: Partial<JobState> & {readonly tookMs?: number; readonly tries?: number} = {},
): JobState {
	const {tookMs = 1000, tries = 1, ...rest} = more;
	const status = rest.status ?? 'Success';
	const attempts = Array.from(
		{length: tries},
		(_, index): AttemptState => ({
			number: index + 1,
			status: index + 1 === tries ? status : 'Failed',
			startedAt: 0,
			endedAt: tookMs,
		}),
	);
	return {name, stage: 'test', status, allowed: false, attempts, ...rest};
}

const at = '2026-11-23T10:00:00.000Z';

export function log(job: string, text: string): RunEvent {
	return {type: 'job-log', at, job, attempt: 1, text};
}

export function started(job: string, attempt = 1): RunEvent {
	return {type: 'job-started', at, job, stage: 'test', attempt};
}

export function finished(job: string, more: Partial<JobFinished> = {}): JobFinished {
	return {
		type: 'job-finished',
		at,
		job,
		stage: 'test',
		attempt: 1,
		status: 'Success',
		reason: null,
		reason_kind: null,
		exit_code: 0,
		allow_failure: false,
		duration_ms: 12_000,
		will_retry: false,
		...more,
	};
}
