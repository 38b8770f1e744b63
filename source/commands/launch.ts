import {SharedSlots} from '../engine/children/shared-slots.js';
import {systemClock} from '../engine/clock.js';
import type {RunHandle} from '../engine/run-handle.js';
import {startRun, type Upstream} from '../engine/start-run.js';
import {CiError} from '../errors.js';
import type {Plan} from '../model/plan.js';
import type {JobState} from '../model/run-state.js';
import type {ParentRun, Store} from '../store/store.js';
import type {Adapters} from './adapters.js';
import {childPipelines} from './child-pipelines.js';
import {chooseExecutor} from './executor-choice.js';
import type {Options} from './options.js';
import type {Project} from './project.js';
import {sessionSpec} from './session-spec.js';
import {unpackArtifacts} from './unpack-artifacts.js';

export interface Continued {
	readonly run: number;
	/** How the jobs of the earlier run ended, by name. */
	readonly previous: ReadonlyMap<string, JobState>;
}

/** A run that a trigger job of another one starts. */
export interface Started {
	/** The run of the trigger job. */
	readonly parent: ParentRun;
	/** 1 for a child, 2 for a child's child. */
	readonly depth: number;
	readonly slots: SharedSlots;
	readonly artifactsOf: Upstream['artifactsOf'];
}

export interface LaunchMore {
	readonly continued?: Continued;
	readonly started?: Started;
}

/**
 * Starts a run of a plan (or goes on with a settled one): picks the executor, takes a run number, opens a session.
 * Throws a CiError (exit code 3) when nothing can run here. Who opened the project closes its workspace after the run.
 */
export async function launch(
	plan: Plan,
	project: Project,
	store: Store,
	options: Options,
	adapters: Adapters,
	{continued, started}: LaunchMore = {},
): Promise<RunHandle> {
	if (plan.jobs.length === 0) {
		throw new CiError('NOTHING_TO_RUN', 'no job of the pipeline would run.', {
			hint: 'see `ci-tui plan` for the reason of each',
			exitCode: 2,
		});
	}

	const {executor, note} = await chooseExecutor(options.executor, adapters);
	const recorder = await (continued === undefined
		? store.startRun(plan, adapters.now(), started?.parent)
		: store.resumeRun(continued.run, plan, adapters.now()));
	const {run, id: runId} = recorder;
	const opened = await executor.open(sessionSpec({run, runId, plan, project, store, options}));
	if (!opened.ok) {
		const at = new Date(adapters.now()).toISOString();
		recorder.record({type: 'run-finished', at, run, status: 'Failed', reason: opened.error.message});
		await recorder.close();
		throw opened.error;
	}

	const slots = started?.slots ?? new SharedSlots(options.concurrency);
	const depth = started?.depth ?? 0;
	const children = childPipelines({
		project,
		plan,
		depth,
		options,
		adapters,
		launch: (childPlan, child, {job, artifactsOf}) =>
			launch(childPlan, child, store, options, adapters, {
				started: {parent: {run, job}, depth: depth + 1, slots, artifactsOf},
			}),
	});
	return startRun({
		plan,
		session: opened.value,
		slots,
		recorder: unpackArtifacts(recorder, adapters.unpack),
		logs: await adapters.createLogStore(),
		clock: systemClock,
		concurrency: options.concurrency,
		readReport: adapters.readReport,
		resources: {acquire: (group, signal) => store.acquireResource(group, signal)},
		children,
		...(started && {upstream: {run: started.parent.run, artifactsOf: started.artifactsOf}}),
		executor: {name: executor.name, ...(note === undefined ? {} : {note})},
		...(continued === undefined ? {} : {previous: continued.previous}),
	});
}
