import {join} from 'node:path';
import type {LogStore} from '../logs/log.js';
import type {Plan} from '../model/plan.js';
import type {RunState} from '../model/run-state.js';
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
	/** Runs that its trigger jobs had started, in that order. */
	readonly children?: readonly PastChild[];
}

export interface PastChild {
	/** The trigger job, and which attempt of it. */
	readonly job: string;
	readonly attempt: number;
	readonly handle: RunHandle;
}

/** A run as it was stored, to be looked at: nothing of it changes, commands are ignored. */
export function pastRun({document, plan, logs, folder, children = []}: PastRunOptions): RunHandle {
	const state = withChildren(pastState(document), children);
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
		childRun: run => findChild(children, run),
		settled: async () => state,
		close: async () => {},
	};
}

function withChildren(state: RunState, children: readonly PastChild[]): RunState {
	if (children.length === 0) return state;
	return {
		...state,
		children: children.map(({job, attempt, handle}) => ({
			job,
			attempt,
			run: handle.run,
			pipeline: handle.plan.pipeline.name,
			state: handle.getState(),
		})),
	};
}

function findChild(children: readonly PastChild[], run: number): RunHandle | undefined {
	for (const {handle} of children) {
		const found = handle.run === run ? handle : handle.childRun?.(run);
		if (found !== undefined) return found;
	}

	return undefined;
}
