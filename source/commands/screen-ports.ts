import {type PastChild, pastRun} from '../engine/past-run.js';
import type {RunHandle} from '../engine/run-handle.js';
import type {LogStore} from '../logs/log.js';
import type {Plan} from '../model/plan.js';
import type {PipelineExecution} from '../model/records.js';
import type {Store} from '../store/store.js';
import type {Ports} from '../tui/ports.js';
import type {Adapters} from './adapters.js';

export interface ScreenContext {
	readonly store: Store;
	readonly adapters: Pick<Adapters, 'createLogStore' | 'listArchive'>;
	/** How many jobs may run at once. */
	readonly concurrency: number;
	/** What the pipeline is now; a run of the past is shown by it. */
	plan(): Promise<Plan | undefined>;
}

/** What the terminal UI is told of runs of the past and of what jobs left. */
export function screenPorts(context: ScreenContext): Ports {
	const {store, adapters, concurrency} = context;
	return {
		slots: concurrency,
		history: {runs: () => store.runs(), run: number => store.run(number), open: run => openPastRun(run, context)},
		artifacts: {
			async list(run, job, attempt) {
				const document = await store.run(run);
				return document === undefined ? [] : adapters.listArchive(store.artifactFile(document, job, attempt));
			},
		},
	};
}

/** A run as it was stored, only to be shown; undefined when it is gone or the pipeline cannot be read. */
export async function openPastRun(run: number, {store, adapters, plan}: ScreenContext): Promise<RunHandle | undefined> {
	const [planned, runs, logs] = await Promise.all([plan(), store.runs(), adapters.createLogStore()]);
	return planned && openWithChildren(run, planned, {store, runs, logs});
}

interface PastSources {
	readonly store: Store;
	/** All that there are. */
	readonly runs: readonly PipelineExecution[];
	readonly logs: LogStore;
}

async function openWithChildren(run: number, plan: Plan, sources: PastSources): Promise<RunHandle | undefined> {
	const {store, runs, logs} = sources;
	const started = runs
		.filter(({parent_run, run_number}) => parent_run === run && run_number > run)
		.sort((one, other) => one.run_number - other.run_number);
	const [document, ...opened] = await Promise.all([
		store.run(run),
		...started.map(child => openWithChildren(child.run_number, planOfChild(child, plan), sources)),
	]);
	const attempts = new Map<string, number>();
	const children = started.flatMap(({parent_job: job = ''}, index): readonly PastChild[] => {
		// Each attempt starts one child at the most.
		const attempt = (attempts.get(job) ?? 0) + 1;
		attempts.set(job, attempt);
		const handle = opened[index];
		return handle === undefined ? [] : [{job, attempt, handle}];
	});
	return document && pastRun({document, plan, logs, folder: store.folder, children});
}

/** What a child consisted of is not kept: it has been made of files, artifacts and variables of then. */
function planOfChild({name}: PipelineExecution, {pipeline, masked}: Plan): Plan {
	return {pipeline: {...pipeline, name}, stages: [], jobs: [], leftOut: [], masked, warnings: []};
}
