import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {onTestFinished} from 'vitest';
import {FakeClock} from '../../source/engine/fake-clock.js';
import type {RunHandle} from '../../source/engine/run-handle.js';
import {type StartOptions, startRun} from '../../source/engine/start-run.js';
import {type Behaviours, FakeExecutor} from '../../source/executor/fake.js';
import {createLogStore} from '../../source/logs/log-store.js';
import type {Plan, PlannedJob} from '../../source/model/plan.js';
import type {RunEvent} from '../../source/model/run-event.js';
import type {RunRecorder} from '../../source/store/store.js';
import {aPlan} from '../scheduler/a-run.js';

/** Keeps a run in memory; log and artifact files are real ones below a folder. */
export class MemoryRecorder implements RunRecorder {
	readonly run = 7;
	readonly id = 'run-id';
	readonly events: RunEvent[] = [];
	/** Set to make the disk take no more. */
	error: Error | undefined;
	flushes = 0;
	closed = 0;
	readonly #folder: string;
	#cancel: (() => void) | undefined;

	constructor(folder: string) {
		this.#folder = folder;
	}

	logFile(job: string, attempt: number): string {
		return join(this.#folder, 'runs', `${job}.${attempt}.log`);
	}

	artifactFile(job: string, attempt: number): string {
		return join(this.#folder, 'artifacts', `${job}.${attempt}.tar`);
	}

	executionId(job: string, attempt: number): string {
		return `execution of ${job} #${attempt}`;
	}

	record(event: RunEvent): void {
		this.events.push(event);
	}

	async flush(): Promise<void> {
		this.flushes++;
		if (this.error !== undefined) throw this.error;
	}

	async close(): Promise<void> {
		this.closed++;
		if (this.error !== undefined) throw this.error;
	}

	onCancelRequested(listener: () => void): () => void {
		this.#cancel = listener;
		return () => {
			this.#cancel = undefined;
		};
	}

	/** Another process asks. */
	requestCancel(): void {
		this.#cancel?.();
	}
}

export interface LiveRunForTest {
	readonly handle: RunHandle;
	readonly executor: FakeExecutor;
	readonly recorder: MemoryRecorder;
	readonly clock: FakeClock;
	readonly events: RunEvent[];
	/** Of its logs and artifacts. */
	readonly folder: string;
}

/** A run on the fake executor with real logs; nobody watches it yet. */
export async function aLiveRun(
	jobs: readonly PlannedJob[],
	behaviours: Behaviours = {},
	more: Partial<Omit<StartOptions, 'plan'>> & {readonly plan?: Partial<Plan>} = {},
): Promise<LiveRunForTest> {
	const folder = await mkdtemp(join(tmpdir(), 'ci-tui-engine-'));
	await mkdir(join(folder, 'runs'));
	const executor = new FakeExecutor(behaviours);
	const recorder = new MemoryRecorder(folder);
	const clock = new FakeClock();
	const session = await executor.open({
		run: recorder.run,
		runId: recorder.id,
		workspace: {
			root: folder,
			files: [],
			tar: () => Readable.from([]),
			copyTo: async () => {},
			close: async () => {},
		},
		defaultImage: 'none',
		concurrency: more.concurrency ?? 10,
	});
	if (!session.ok) throw session.error;
	const handle = startRun({
		session: session.value,
		recorder,
		logs: createLogStore(),
		clock,
		concurrency: 10,
		executor: {name: 'fake'},
		...more,
		plan: {...aPlan(jobs), ...more.plan},
	});
	onTestFinished(async () => {
		recorder.error = undefined;
		await handle.close();
		await rm(folder, {recursive: true, force: true});
	});
	return {handle, executor, recorder, clock, events: [], folder};
}

/** Begins it and keeps its events. */
export async function aWatchedRun(...args: Parameters<typeof aLiveRun>): Promise<LiveRunForTest> {
	const run = await aLiveRun(...args);
	run.handle.onEvent(event => run.events.push(event));
	return run;
}

/** Waits, without sleeping, until the run's state is as wanted. */
export async function until(handle: RunHandle, wanted: () => boolean): Promise<void> {
	if (wanted()) return;
	await new Promise<void>(resolve => {
		const stop = handle.subscribe(() => {
			if (!wanted()) return;
			stop();
			resolve();
		});
	});
}

export function statusOf(handle: RunHandle, job: string): string | undefined {
	return handle.getState().jobs.get(job)?.status;
}
