import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {JobSink, JobSpec} from '../../source/executor/executor.js';
import {type Behaviour, FakeExecutor} from '../../source/executor/fake.js';

describe('a job of the fake executor', () => {
	test('passes when nothing else was said', async () => {
		const job = await start({});
		expect(await job.outcome).toEqual({kind: 'success'});
		expect(job.heard).toEqual(['preparing', 'running']);
	});

	test('writes what it was told to, waiting for whoever is slow to take it, and ends as told', async () => {
		const job = await start({output: ['one', 'two'], outcome: {kind: 'failed', exitCode: 3}}, true);
		expect(await job.outcome).toEqual({kind: 'failed', exitCode: 3});
		expect(job.heard).toEqual(['preparing', 'running', 'takes one', 'has one', 'takes two', 'has two']);
	});

	test('waits to be steered', async () => {
		const job = await start({until: 'steered'});
		(await job.executor.attempt('unit')).finish({kind: 'out-of-memory', exitCode: 137});
		expect(await job.outcome).toEqual({kind: 'out-of-memory', exitCode: 137});
	});

	test('ends as canceled when it is stopped', async () => {
		const job = await start({until: 'steered'});
		job.stop.abort();
		expect(await job.outcome).toEqual({kind: 'canceled'});
	});

	test('may ignore that until its grace is over', async () => {
		const job = await start({until: 'steered', ignoresStop: true}, false, 1);
		job.stop.abort();
		expect(await job.outcome).toEqual({kind: 'canceled'});
	});

	test('or until it is killed', async () => {
		const job = await start({until: 'steered', ignoresStop: true}, false, 3_600_000);
		job.stop.abort();
		expect(job.executor.load.now).toBe(1);
		job.kill.abort();
		expect(await job.outcome).toEqual({kind: 'canceled'});
		expect(job.executor.load).toEqual({now: 0, most: 1});
	});

	test('runs nothing when it is stopped before it starts', async () => {
		const job = await start({output: ['never']}, false, 1, true);
		expect(await job.outcome).toEqual({kind: 'canceled'});
		expect(job.heard).toEqual(['preparing']);
	});

	test('writes nothing more once it has ended', async () => {
		const go = Promise.withResolvers<void>();
		const job = await start({until: go.promise, artifacts: Buffer.from('tar')});
		job.stop.abort();
		await job.outcome;
		const before = [...job.heard];
		go.resolve();
		await go.promise;
		await Promise.resolve();
		expect(job.heard).toEqual(before);
	});

	test('leaves artifacts when it is told to', async () => {
		const job = await start({artifacts: Buffer.from('tar')});
		await job.outcome;
		expect(await readFile(job.artifactFile, 'utf8')).toBe('tar');
		expect(job.heard.at(-1)).toBe('artifacts');
	});

	test('does each attempt as it was told, and what follows like the last', async () => {
		const behaviours = [{outcome: {kind: 'failed', exitCode: 1}}, {}] as const;
		const kinds = await Promise.all(
			[1, 2, 3].map(async attempt => (await (await start(behaviours, false, 1, false, attempt)).outcome).kind),
		);
		expect(kinds).toEqual(['failed', 'success', 'success']);
	});
});

async function start(
	behaviour: Behaviour | readonly Behaviour[],
	isSlow = false,
	graceMs = 1,
	isStopped = false,
	attempt = 1,
) {
	const folder = await mkdtemp(join(tmpdir(), 'ci-tui-fake-'));
	onTestFinished(() => rm(folder, {recursive: true, force: true}));
	const executor = new FakeExecutor({unit: behaviour});
	const opened = await executor.open({
		run: 1,
		runId: 'run',
		workspace: {root: folder, files: [], tar: () => Readable.from([]), copyTo: async () => {}, close: async () => {}},
		defaultImage: 'none',
		concurrency: 1,
	});
	if (!opened.ok) throw opened.error;
	const heard: string[] = [];
	const sink: JobSink = {
		async write(chunk) {
			heard.push(`takes ${chunk}`);
			if (isSlow) await new Promise(resolve => setImmediate(resolve));
			heard.push(`has ${chunk}`);
		},
		notice: () => {},
		phase: phase => void heard.push(phase),
		commandStarted: () => {},
		commandFinished: () => {},
		progress: () => {},
	};
	const artifactFile = join(folder, 'artifacts', 'unit.tar');
	const artifacts = {paths: ['out'], exclude: [], untracked: false, when: 'on_success', reports: {}} as const;
	const spec: JobSpec = {
		job: 'unit',
		attempt,
		id: 'unit-1',
		scripts: {before: [], main: ['true'], after: []},
		variables: {},
		artifactsIn: [],
		artifactsOut: {artifacts, file: artifactFile},
		graceMs,
		emptyWorkspace: false,
	};
	const stop = new AbortController();
	const kill = new AbortController();
	if (isStopped) stop.abort();
	const outcome = opened.value.run(spec, sink, {stop: stop.signal, kill: kill.signal});
	return {executor, heard, outcome, stop, kill, artifactFile};
}
