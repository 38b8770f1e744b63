import type {Session} from '../executor/executor.js';
import type {LogStore} from '../logs/log.js';
import type {Plan} from '../model/plan.js';
import type {JobState} from '../model/run-state.js';
import type {RunRecorder} from '../store/store.js';
import type {ChildPipelines} from './children/child-pipelines.js';
import type {SharedSlots} from './children/shared-slots.js';
import type {Clock} from './clock.js';
import type {ReadReport} from './findings/report-files.js';
import {LiveRun} from './live-run.js';
import type {ResourceLocks} from './resources.js';
import type {RunHandle} from './run-handle.js';

/** The run that started this one. */
export interface Upstream {
	readonly run: number;
	/** The archive of a job's artifacts; undefined when it has none. */
	artifactsOf(job: string): Promise<string | undefined>;
}

export interface StartOptions {
	readonly plan: Plan;
	/** Where its jobs run; closed with the run. */
	readonly session: Session;
	/** Where it is kept; closed with the run. */
	readonly recorder: RunRecorder;
	readonly logs: LogStore;
	readonly clock: Clock;
	/** How many jobs may run at once. */
	readonly concurrency: number;
	readonly executor: {readonly name: string; readonly note?: string};
	/** How the jobs of the run this one goes on with were left, by name. */
	readonly previous?: ReadonlyMap<string, JobState>;
	/** Resource groups shared with other runs; without them every group is this run's alone. */
	readonly resources?: ResourceLocks;
	/** Reads what jobs leave as `artifacts:reports`; without it nobody does. */
	readonly readReport?: ReadReport;
	/** Shared with the run that started this one, and with those that it starts. */
	readonly slots?: SharedSlots;
	/** Makes child pipelines; without it trigger jobs do nothing. */
	readonly children?: ChildPipelines;
	/** Artifacts of jobs of the run that started this one. */
	readonly upstream?: Upstream;
	/** How long a job that is asked to stop may take; 10 s. */
	readonly graceMs?: number;
	/** What a reader of the run threw; that reader hears nothing more. By default a warning of the process. */
	readonly onReaderError?: (error: unknown) => void;
}

/**
 * A run of the plan. Nothing happens, and no event is lost, until somebody watches it: it begins right after the first
 * `subscribe`, `onEvent`, `settled` or `close`; commands sent before are worked in then.
 */
export function startRun(options: StartOptions): RunHandle {
	return new LiveRun(options);
}
