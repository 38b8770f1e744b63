import {createLogStore} from '../../source/logs/log-store.js';
import type {JobFinished, RunEvent} from '../../source/model/run-event.js';
import {openStore} from '../../source/store/open-store.js';
import type {RunRecorder, Store} from '../../source/store/store.js';
import {temporaryFolder} from '../logs/temporary-folder.js';
import {aJob, aPlan} from '../store/a-plan.js';

export const t0 = Date.parse('2026-11-23T10:00:00.000Z');
const at = (seconds: number) => new Date(t0 + seconds * 1000).toISOString();

export const plan = aPlan(aJob('compile', 'build'), aJob('unit'), aJob('lint'));

/** What the commands work with, in an empty repository, and what they have printed. */
export async function aRepository() {
	const store = await openStore(await temporaryFolder());
	let [printed, told] = ['', ''];
	return {
		store,
		logs: createLogStore(() => 0),
		out: {write: (text: string) => (printed += text)},
		err: {write: (text: string) => (told += text)},
		color: false,
		ascii: false,
		now: () => t0 + 3_600_000,
		printed: () => printed,
		told: () => told,
	};
}

/** A run in which `unit` failed, was tried again and failed again; each attempt of a job has a log. */
export async function aFailedRun({
	store,
	logs,
}: Pick<Awaited<ReturnType<typeof aRepository>>, 'store' | 'logs'>): Promise<number> {
	const recorder = await store.startRun(plan, t0);
	const {run} = recorder;
	const events: readonly RunEvent[] = [
		{type: 'run-started', at: at(0), run, pipeline: 'api', commit_hash: plan.pipeline.commitHash},
		{type: 'job-started', at: at(1), job: 'compile', stage: 'build', attempt: 1},
		ended('compile', 'build', 1),
		{type: 'job-started', at: at(10), job: 'unit', stage: 'test', attempt: 1},
		ended('unit', 'test', 1, {...failure, will_retry: true}),
		{type: 'job-started', at: at(10), job: 'unit', stage: 'test', attempt: 2},
		ended('unit', 'test', 2, failure),
		{...ended('lint', 'test', 0, {status: 'Canceled', reason: 'skipped: unit failed', reason_kind: 'skipped'})},
		{type: 'run-finished', at: at(72), run, status: 'Failed', reason: null},
	];
	for (const event of events) recorder.record(event);
	await writeLogs(recorder, logs);
	await recorder.close();
	return run;
}

/** A run that goes on until it is closed. */
export async function aRunningRun(store: Store): Promise<RunRecorder> {
	const recorder = await store.startRun(plan, t0);
	recorder.record({type: 'run-started', at: at(0), run: recorder.run, pipeline: 'api', commit_hash: ''});
	await recorder.flush();
	return recorder;
}

const failure = {status: 'Failed', reason: 'exit 1', reason_kind: 'script', exit_code: 1} as const;

function ended(job: string, stage: string, attempt: number, more: Partial<JobFinished> = {}): JobFinished {
	return {
		type: 'job-finished',
		at: at(20),
		job,
		stage,
		attempt,
		status: 'Success',
		reason: null,
		reason_kind: null,
		exit_code: 0,
		allow_failure: false,
		duration_ms: 1000,
		will_retry: false,
		...more,
	};
}

async function writeLogs(recorder: RunRecorder, logs: ReturnType<typeof createLogStore>): Promise<void> {
	for (const [job, attempt] of [
		['compile', 1],
		['unit', 1],
		['unit', 2],
	] as const) {
		const writer = await logs.create(recorder.logFile(job, attempt), {masked: []});
		writer.commandStarted(0, 'make');
		writer.write(Buffer.from(`\u001b[31m${job} ${attempt}\u001b[0m\n`));
		await writer.close();
	}
}
