import {join} from 'node:path';
import type {LogStore} from '../logs/log.js';
import type {Plan} from '../model/plan.js';
import type {RunDocument} from '../store/store.js';
import {readTests} from './findings/findings-reader.js';
import {pastState} from './past-state.js';
import type {RunHandle} from './run-handle.js';

export {previousJobs} from './past-state.js';

export interface PastRunOptions {
	readonly document: RunDocument;
	/** Of this run, or what the pipeline is now: jobs that the run does not have are not shown. */
	readonly plan: Plan;
	readonly logs: LogStore;
	/** The state folder, which the names of logs are relative to. */
	readonly folder: string;
}

/** A run as it was stored, to be looked at: nothing of it changes, commands are ignored. */
export function pastRun({document, plan, logs, folder}: PastRunOptions): RunHandle {
	const state = pastState(document);
	const files = new Map(document.job_executions.map(({name, attempt, logs: file}) => [`${name} #${attempt}`, file]));
	const logFile = (job: string, attempt: number): string => {
		const file = files.get(`${job} #${attempt}`);
		return join(folder, file ?? `runs/${state.run}/no-log`);
	};

	return {
		run: state.run,
		plan,
		controllable: false,
		executor: {name: 'past'},
		getState: () => state,
		subscribe: () => () => {},
		onEvent: () => () => {},
		send: () => {},
		openLog: (job, attempt) => logs.open(logFile(job, attempt)),
		logFile,
		testsOf: (job, attempt) => readTests(logFile(job, attempt)),
		progressOf: () => undefined,
		settled: async () => state,
		close: async () => {},
	};
}
