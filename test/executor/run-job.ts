import {execFileSync} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Executor, JobSpec, RunSpec, Session} from '../../source/executor/executor.js';
import type {Outcome} from '../../source/model/outcome.js';
import type {Artifacts, PlannedCache} from '../../source/model/plan.js';
import {openWorkspace} from '../../source/workspace/open-workspace.js';
import {RecordingSink} from './recording-sink.js';

/** A job of a test: what differs from one that does nothing. */
export interface TestJob extends Partial<Omit<JobSpec, 'scripts' | 'artifactsOut'>> {
	readonly before?: readonly string[];
	readonly preGetSources?: readonly string[];
	readonly script?: readonly string[];
	readonly after?: readonly string[];
	readonly artifacts?: Partial<Artifacts>;
}

/** A job that runs: what it tells, how to stop it, how it ends. */
export interface RunningJob {
	readonly sink: RecordingSink;
	stop(): void;
	/** Stops it because its time is over. */
	timeOut(): void;
	kill(): void;
	readonly outcome: Promise<Outcome>;
	/** Where its artifacts are, if it saved any. */
	readonly artifactFile: string;
}

/** A session on a small project of its own. */
export interface TestSession {
	readonly session: Session;
	readonly root: string;
	readonly runId: string;
	readonly cacheFolder: string;
	start(job: TestJob): RunningJob;
	/** Runs to the end. */
	run(job: TestJob): Promise<{readonly outcome: Outcome; readonly sink: RecordingSink; readonly artifactFile: string}>;
	close(): Promise<void>;
}

export async function openSession(executor: Executor, options: Partial<RunSpec> = {}): Promise<TestSession> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ci-tui-test-'));
	const root = path.join(folder, 'project');
	makeProject(root);
	const workspace = await openWorkspace({root});
	const runId = randomUUID();
	const opened = await executor.open({
		run: 1,
		runId,
		workspace,
		defaultImage: 'ci-tui-test/busybox:latest',
		concurrency: 4,
		projectPath: 'group/project',
		cacheFolder: path.join(folder, 'cache'),
		...options,
	});
	if (!opened.ok) {
		throw opened.error;
	}

	const session = opened.value;
	const start = (job: TestJob): RunningJob => {
		const [stop, kill] = [new AbortController(), new AbortController()];
		const sink = new RecordingSink();
		const spec = specOf(job, folder);
		return {
			sink,
			stop: () => stop.abort(),
			timeOut: () => stop.abort(new DOMException('', 'TimeoutError')),
			kill: () => kill.abort(),
			outcome: session.run(spec, sink, {stop: stop.signal, kill: kill.signal}),
			artifactFile: spec.artifactsOut?.file ?? '',
		};
	};
	return {
		session,
		root,
		runId,
		cacheFolder: path.join(folder, 'cache'),
		start,
		async run(job) {
			const {outcome, sink, artifactFile} = start(job);
			return {outcome: await outcome, sink, artifactFile};
		},
		async close() {
			await session.close();
			await workspace.close();
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

/** A cache as the planner leaves it: what differs from one of `kept`. */
export function cacheOf(cache: Partial<PlannedCache> = {}): PlannedCache {
	return {
		key: 'default',
		paths: ['kept'],
		untracked: false,
		policy: 'pull-push',
		when: 'on_success',
		fallbackKeys: [],
		...cache,
	};
}

export function specOf(
	{preGetSources, before = [], script = [], after = [], artifacts, ...rest}: TestJob,
	folder: string,
): JobSpec {
	const id = randomUUID();
	const out = artifacts && {
		artifacts: {paths: [], exclude: [], untracked: false, when: 'on_success' as const, reports: {}, ...artifacts},
		file: path.join(folder, `${id}.tar`),
		reportsFile: path.join(folder, `${id}.tar.reports`),
	};
	return {
		job: 'job',
		attempt: 1,
		id,
		scripts: {...(preGetSources && {preGetSources}), before, main: script, after},
		variables: {},
		artifactsIn: [],
		graceMs: 60_000,
		emptyWorkspace: false,
		...(out === undefined ? {} : {artifactsOut: out}),
		...rest,
	};
}

function makeProject(root: string): void {
	mkdirSync(path.join(root, 'folder'), {recursive: true});
	writeFileSync(path.join(root, 'README'), 'read me\n');
	writeFileSync(path.join(root, '.gitignore'), 'ignored\n');
	writeFileSync(path.join(root, 'ignored'), 'never seen\n');
	writeFileSync(path.join(root, 'folder', 'run.sh'), '#!/bin/sh\necho ran\n', {mode: 0o755});
	const git = (...args: readonly string[]) => execFileSync('git', args, {cwd: root, stdio: 'ignore'});
	git('init', '-q', '-b', 'main');
	git('add', '.');
	git('-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'First');
	writeFileSync(path.join(root, 'untracked'), 'not committed\n');
}
