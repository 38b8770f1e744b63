import path from 'node:path';
import {systemClock} from '../engine/clock.js';
import type {RunHandle} from '../engine/run-handle.js';
import {startRun} from '../engine/start-run.js';
import {CiError} from '../errors.js';
import type {Plan} from '../model/plan.js';
import type {JobState} from '../model/run-state.js';
import type {Store} from '../store/store.js';
import type {Adapters} from './adapters.js';
import {chooseExecutor} from './executor-choice.js';
import type {Options} from './options.js';
import type {Project} from './project.js';
import {unpackArtifacts} from './unpack-artifacts.js';

export interface Continued {
	readonly run: number;
	/** How the jobs of the earlier run ended, by name. */
	readonly previous: ReadonlyMap<string, JobState>;
}

/**
 * Starts a run of a plan (or goes on with a settled one): picks the executor, takes a run number, opens a session.
 * Throws a CiError (exit code 3) when nothing can run here. The handle's `close` closes the workspace too.
 */
export async function launch(
	plan: Plan,
	project: Project,
	store: Store,
	options: Options,
	adapters: Adapters,
	continued?: Continued,
): Promise<RunHandle> {
	if (plan.jobs.length === 0) {
		throw new CiError('NOTHING_TO_RUN', 'no job of the pipeline would run.', {
			hint: 'see `ci-tui plan` for the reason of each',
			exitCode: 2,
		});
	}

	const {executor, note} = await chooseExecutor(options.executor, adapters);
	const recorder = await (continued === undefined
		? store.startRun(plan, adapters.now())
		: store.resumeRun(continued.run, plan, adapters.now()));
	const opened = await executor.open({
		run: recorder.run,
		runId: recorder.id,
		workspace: project.workspace,
		projectPath: project.context.projectPath,
		masked: plan.masked,
		defaultImage: options.defaultImage,
		concurrency: options.concurrency,
		cacheFolder: path.join(store.folder, 'cache'),
	});
	if (!opened.ok) {
		const at = new Date(adapters.now()).toISOString();
		recorder.record({type: 'run-finished', at, run: recorder.run, status: 'Failed', reason: opened.error.message});
		await recorder.close();
		throw opened.error;
	}

	return startRun({
		plan,
		session: opened.value,
		recorder: unpackArtifacts(recorder, adapters.unpack),
		logs: await adapters.createLogStore(),
		clock: systemClock,
		concurrency: options.concurrency,
		readReport: adapters.readReport,
		resources: {acquire: (group, signal) => store.acquireResource(group, signal)},
		executor: {name: executor.name, ...(note === undefined ? {} : {note})},
		...(continued === undefined ? {} : {previous: continued.previous}),
	});
}
