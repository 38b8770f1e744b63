import {pastRun} from '../engine/past-run.js';
import type {RunHandle} from '../engine/run-handle.js';
import type {TestFailure} from '../model/findings.js';
import type {Plan} from '../model/plan.js';
import type {Store} from '../store/store.js';
import type {Ports, TestCase} from '../tui/ports.js';
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
	const open = (run: number) => openPastRun(run, context);
	return {
		slots: concurrency,
		history: {runs: () => store.runs(), run: number => store.run(number), open},
		artifacts: {
			async list(run, job, attempt) {
				const document = await store.run(run);
				return document === undefined ? [] : adapters.listArchive(store.artifactFile(document, job, attempt));
			},
			async tests(run, job, attempt) {
				const past = await open(run);
				const report = await past?.testsOf?.(job, attempt);
				return report?.failures.map(testCase) ?? [];
			},
		},
	};
}

/** A run as it was stored, only to be shown; undefined when it is gone or the pipeline cannot be read. */
export async function openPastRun(run: number, {store, adapters, plan}: ScreenContext): Promise<RunHandle | undefined> {
	const [document, planned] = await Promise.all([store.run(run), plan()]);
	return document === undefined || planned === undefined
		? undefined
		: pastRun({document, plan: planned, logs: await adapters.createLogStore(), folder: store.folder});
}

function testCase({suite, name, text, message, file, line, seconds}: TestFailure): TestCase {
	return {
		suite,
		name,
		result: 'failed',
		message: text === '' ? message : text,
		...(seconds === undefined ? {} : {ms: seconds * 1000}),
		...(file === undefined || line === undefined ? {} : {place: {file, line}}),
	};
}
