import {mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {CiError} from '../../errors.js';
import type {Outcome} from '../../model/outcome.js';
import type {Artifacts} from '../../model/plan.js';
import {copyFolder} from '../../workspace/copy-files.js';
import {unpack} from '../../workspace/unpack.js';
import {runAttempt} from '../attempt.js';
import {type JobCaches, jobCaches} from '../caches.js';
import type {JobSink, JobSpec, RunSpec, Session, StopSignals} from '../executor.js';
import {placeVariables} from '../place-variables.js';
import {type ShellTerminal, stoppedCode} from '../shell-terminal.js';
import {hostEnvironment} from './host-environment.js';
import {HostPlace} from './host-place.js';
import {openHostShell} from './host-shell.js';

/** One run on this host. Its folder has the snapshot of the workspace and, while it runs, a folder for each attempt. */
export class ShellSession implements Session {
	/** Stands for every job's own project folder in the variables and paths that jobs are given. */
	readonly projectDir: string;
	readonly #run: RunSpec;
	readonly #folder: string;
	readonly #snapshot: string;
	readonly #shell: string;
	readonly #removals = new Set<Promise<void>>();
	#count = 0;

	constructor(run: RunSpec, folder: string, snapshot: string, shell: string) {
		this.#run = run;
		this.#folder = folder;
		this.#snapshot = snapshot;
		this.#shell = shell;
		this.projectDir = this.#projectIn(path.join(folder, 'job'));
	}

	async run(job: JobSpec, sink: JobSink, signals: StopSignals): Promise<Outcome> {
		sink.phase('preparing');
		for (const {image} of job.services ?? []) {
			sink.notice(
				`The service ${image.name} is not started: it needs a container, and this job runs on this host`,
				'warning',
			);
		}

		const folder = path.join(this.#folder, `${++this.#count}`);
		const projectDir = this.#projectIn(folder);
		try {
			const moved = movedTo(job, text => text.replaceAll(this.projectDir, projectDir));
			const caches = jobCaches(this.#run, moved, sink);
			await this.#fill(moved, projectDir, caches, signals.stop);
			return await this.#attempt(moved, folder, projectDir, caches, sink, signals);
		} catch (error) {
			return signals.stop.aborted ? {kind: 'canceled'} : {kind: 'errored', error: jobError(error)};
		} finally {
			this.#removeLater(folder);
		}
	}

	async shell(job: JobSpec, terminal: ShellTerminal): Promise<number> {
		const folder = path.join(this.#folder, `${++this.#count}`);
		const projectDir = this.#projectIn(folder);
		try {
			const moved = movedTo(job, text => text.replaceAll(this.projectDir, projectDir));
			const caches = jobCaches(this.#run, moved, {notice: text => terminal.progress(text)});
			await this.#fill(moved, projectDir, caches, terminal.stop);
			const variables = placeVariables(moved.variables, {projectDir, buildsDir: folder});
			const {job: name, files} = moved;
			const environment = hostEnvironment();
			return await openHostShell({job: name, folder, projectDir, environment, variables, files}, terminal);
		} catch (error) {
			if (terminal.stop.aborted) {
				return stoppedCode;
			}

			throw jobError(error);
		} finally {
			this.#removeLater(folder);
		}
	}

	async close(): Promise<void> {
		await Promise.all(this.#removals);
		await remove(this.#folder);
	}

	async #fill(job: JobSpec, projectDir: string, caches: JobCaches, stop: AbortSignal): Promise<void> {
		await mkdir(projectDir, {recursive: true});
		if (!job.emptyWorkspace) {
			await copyFolder(this.#snapshot, projectDir);
		}

		await caches.restore(async file => {
			await unpack(file, projectDir, {outwardLinks: true});
		}, stop);
		for (const file of job.artifactsIn) {
			stop.throwIfAborted();
			await unpack(file, projectDir, {outwardLinks: true});
		}

		stop.throwIfAborted();
	}

	async #attempt(
		job: JobSpec,
		folder: string,
		projectDir: string,
		caches: JobCaches,
		sink: JobSink,
		signals: StopSignals,
	): Promise<Outcome> {
		const variables = placeVariables(job.variables, {projectDir, buildsDir: folder});
		const place = await HostPlace.open({
			folder,
			projectDir,
			shell: this.#shell,
			environment: hostEnvironment(),
			workspaceFiles: this.#run.workspace.files,
		});
		try {
			return await runAttempt({place, job, variables, caches, sink, signals});
		} finally {
			await place.close();
		}
	}

	#projectIn(folder: string): string {
		return path.join(folder, this.#run.projectPath ?? `local/${path.basename(this.#run.workspace.root)}`);
	}

	#removeLater(folder: string): void {
		const removal = remove(folder);
		this.#removals.add(removal);
		void removal.then(() => this.#removals.delete(removal));
	}
}

/** The job with its own project folder in place of the one that stands for every job's. */
function movedTo(job: JobSpec, move: (text: string) => string): JobSpec {
	const {variables, artifactsOut, caches} = job;
	return {
		...job,
		variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, move(value)])),
		...(artifactsOut && {artifactsOut: {...artifactsOut, artifacts: movedArtifacts(artifactsOut.artifacts, move)}}),
		...(caches && {caches: caches.map(cache => ({...cache, paths: cache.paths.map(move)}))}),
	};
}

function movedArtifacts(artifacts: Artifacts, move: (text: string) => string): Artifacts {
	const {paths, exclude, reports} = artifacts;
	const moved = Object.entries(reports).map(([kind, files]) => [kind, files.map(move)] as const);
	return {...artifacts, paths: paths.map(move), exclude: exclude.map(move), reports: Object.fromEntries(moved)};
}

/** A job may leave folders that nobody may write: what cannot be removed stays in the system's folder for temporary files. */
async function remove(folder: string): Promise<void> {
	await rm(folder, {recursive: true, force: true, maxRetries: 3}).catch(() => {});
}

function jobError(error: unknown): CiError {
	if (error instanceof CiError) {
		return error;
	}

	const message = `cannot prepare the job's folder: ${error instanceof Error ? error.message : String(error)}`;
	return new CiError('WORKSPACE_COPY', message, {hint: 'Make room on this disk, or set TMPDIR.', cause: error});
}
