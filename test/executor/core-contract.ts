import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {TestJob, TestSession} from './run-job.js';

/** Jobs that do the same wherever they run: by their scripts, or by what a fake was told of them. */
export interface CoreJobs {
	readonly passes: TestJob;
	/** With exit code 7. */
	readonly fails: TestJob;
	/** Prints `one\ntwo` without a newline, and passes. */
	readonly prints: TestJob;
	/** Prints `ready`, then runs until it is stopped. */
	readonly waits: TestJob;
	/** The same, and takes no notice of SIGTERM. */
	readonly ignoresStop: TestJob;
	/** Saves an artifact. */
	readonly saves: TestJob;
}

/** What the engine relies on with every executor, the fake included. To be called within a `describe`. */
export function coreContract(open: () => Promise<TestSession>, jobs: CoreJobs): void {
	let on: TestSession;

	beforeAll(async () => {
		on = await open();
	});

	afterAll(async () => {
		await on.close();
	});

	test('core: an attempt resolves with how its script ended', async () => {
		expect((await on.run(jobs.passes)).outcome).toEqual({kind: 'success'});
		expect((await on.run(jobs.fails)).outcome).toEqual({kind: 'failed', exitCode: 7});
	});

	test('core: the phases begin with preparing and running', async () => {
		expect((await on.run(jobs.passes)).sink.phases).toEqual(['preparing', 'running']);
	});

	test('core: all that was written is told before the attempt resolves, and nothing after it', async () => {
		const {sink} = await on.run(jobs.prints);
		expect(sink.output).toBe('one\ntwo');
	});

	test('core: attempts run at the same time', async () => {
		const first = on.start(jobs.waits);
		await first.sink.until(/ready/);
		expect((await on.run(jobs.passes)).outcome).toEqual({kind: 'success'});
		first.stop();
		expect(await first.outcome).toEqual({kind: 'canceled'});
	});

	test('core: an attempt that is stopped resolves canceled', async () => {
		const job = on.start(jobs.waits);
		await job.sink.until(/ready/);
		job.stop();
		expect(await job.outcome).toEqual({kind: 'canceled'});
	});

	test('core: an attempt that was stopped before it began resolves canceled', async () => {
		const job = on.start(jobs.waits);
		job.stop();
		expect(await job.outcome).toEqual({kind: 'canceled'});
	});

	test('core: an attempt that ignores its stop ends with its grace', async () => {
		const job = on.start({...jobs.ignoresStop, graceMs: 100});
		await job.sink.until(/ready/);
		job.stop();
		expect(await job.outcome).toEqual({kind: 'canceled'});
	});

	test('core: a kill does not wait for the grace', async () => {
		const job = on.start({...jobs.ignoresStop, graceMs: 3_600_000});
		await job.sink.until(/ready/);
		job.stop();
		job.kill();
		expect(await job.outcome).toEqual({kind: 'canceled'});
	});

	test('core: artifacts are in their file when the attempt resolves', async () => {
		const {sink, artifactFile} = await on.run(jobs.saves);
		expect(sink.phases.at(-1)).toBe('artifacts');
		expect(readFileSync(artifactFile).length).toBeGreaterThan(0);
	});
}

/** The jobs as scripts. */
export const scriptedJobs: CoreJobs = {
	passes: {script: ['true']},
	fails: {script: ['exit 7']},
	prints: {script: ['echo one', 'printf two >&2']},
	waits: {script: ['echo ready', 'sleep 600']},
	ignoresStop: {script: ['trap "" TERM', 'echo ready', 'while :; do sleep 0.05; done']},
	saves: {script: ['echo x > file'], artifacts: {paths: ['file']}},
};
