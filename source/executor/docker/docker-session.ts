import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {CiError} from '../../errors.js';
import type {Outcome} from '../../model/outcome.js';
import type {Image} from '../../model/plan.js';
import {runAttempt} from '../attempt.js';
import {type JobCaches, jobCaches} from '../caches.js';
import type {JobSink, JobSpec, RunSpec, Session, StopSignals} from '../executor.js';
import {placeVariables} from '../place-variables.js';
import type {DockerOptions} from './docker-executor.js';
import type {Engine} from './engine.js';
import {engineError} from './engine-error.js';
import {Images} from './images.js';
import {jobLabels, type Labels} from './labels.js';
import {PreparedJob} from './prepared-job.js';
import {Removal} from './removal.js';
import {buildsDir, Snapshot} from './snapshot.js';
import {sweep} from './sweep.js';
import {Watch} from './watch.js';

/** One run on one engine. */
export class DockerSession implements Session {
	readonly projectDir: string;
	readonly #engine: Engine;
	readonly #run: RunSpec;
	readonly #labels: Labels;
	readonly #options: DockerOptions;
	readonly #images: Images;
	readonly #removal = new Removal();
	readonly #snapshot: Snapshot;
	readonly #watch: Watch;
	readonly #prepared = new Map<string, {readonly spec: JobSpec; readonly job: Promise<PreparedJob>}>();
	readonly #closing = new AbortController();

	constructor(engine: Engine, run: RunSpec, labels: Labels, options: DockerOptions) {
		const {docker} = engine;
		const projectPath = run.projectPath ?? `local/${path.basename(run.workspace.root)}`;
		this.projectDir = `${buildsDir}/${projectPath}`;
		this.#engine = engine;
		this.#run = run;
		this.#labels = labels;
		this.#options = options;
		this.#images = new Images(docker);
		this.#watch = new Watch(docker);
		this.#snapshot = new Snapshot({
			docker,
			workspace: run.workspace,
			projectPath,
			name: `ci-tui-${run.runId}`,
			labels,
			removal: this.#removal,
			overlay: options.overlay ?? true,
		});
	}

	prepare(job: JobSpec): void {
		if (this.#prepared.has(job.id) || this.#closing.signal.aborted) {
			return;
		}

		const prepared = this.#make(job, () => {}, this.#closing.signal);
		prepared.then(
			made => made.start(),
			() => {
				// The attempt itself tries again, and tells.
				this.#prepared.delete(job.id);
			},
		);
		this.#prepared.set(job.id, {spec: job, job: prepared});
	}

	forget({id}: JobSpec): void {
		const prepared = this.#prepared.get(id);
		this.#prepared.delete(id);
		prepared?.job.then(
			job => job.remove(),
			() => {
				// It was never made.
			},
		);
	}

	async run(job: JobSpec, sink: JobSink, signals: StopSignals): Promise<Outcome> {
		sink.phase('preparing');
		let prepared: PreparedJob | undefined;
		try {
			prepared = await (this.#takePrepared(job) ?? this.#make(job, sink.progress.bind(sink), signals.stop));
			const caches = jobCaches(this.#run, job, sink);
			await fill(prepared, caches, job.artifactsIn, signals.stop);
			return await this.#attempt(prepared, caches, job, sink, signals);
		} catch (error) {
			return signals.stop.aborted ? {kind: 'canceled'} : {kind: 'errored', error: jobError(error)};
		} finally {
			const removed = prepared?.remove();
			if (signals.stop.aborted) {
				// Only the engine can say that nothing of the job runs any more.
				await removed;
			}
		}
	}

	async close(): Promise<void> {
		this.#closing.abort();
		this.#images.close();
		this.#watch.close();
		for (const prepared of this.#prepared.values()) {
			await prepared.job.then(
				job => job.remove(),
				() => {
					// It was never made.
				},
			);
		}

		await this.#removal.close();
		await this.#snapshot.close();
		await this.#removal.close();
		await this.#sweepRest();
		this.#engine.close();
	}

	/** What was made ahead for this attempt, if it is what the attempt asks for. */
	#takePrepared(job: JobSpec): Promise<PreparedJob> | undefined {
		const prepared = this.#prepared.get(job.id);
		if (prepared === undefined) {
			return undefined;
		}

		if (!isDeepStrictEqual(prepared.spec.image, job.image) || prepared.spec.emptyWorkspace !== job.emptyWorkspace) {
			this.forget(prepared.spec);
			return undefined;
		}

		this.#prepared.delete(job.id);
		return prepared.job;
	}

	/** What could not be removed at its time, because the engine was away or somebody else had a hand on it. */
	async #sweepRest(): Promise<void> {
		try {
			await sweep(this.#engine.docker, {runs: [this.#run.runId]});
		} catch {
			// The engine is still away: the next run's sweep knows these by their owner, who will be dead by then.
		}
	}

	async #make(job: JobSpec, onProgress: JobSink['progress'], signal: AbortSignal): Promise<PreparedJob> {
		const image: Image = job.image ?? {name: this.#run.defaultImage};
		const facts = await this.#images.ensure(image, onProgress, signal);
		const labels = jobLabels(this.#labels, job.job, job.attempt);
		signal.throwIfAborted();
		const files = await this.#snapshot.filesFor(facts.id, job.emptyWorkspace, labels);
		return await PreparedJob.create({
			docker: this.#engine.docker,
			removal: this.#removal,
			image,
			facts,
			files,
			labels,
			projectDir: this.projectDir,
			workspaceFiles: this.#run.workspace.files,
			variables: this.#variables(job),
			masked: this.#run.masked ?? [],
			memory: this.#options.memory,
			signal,
		});
	}

	async #attempt(
		prepared: PreparedJob,
		caches: JobCaches,
		job: JobSpec,
		sink: JobSink,
		signals: StopSignals,
	): Promise<Outcome> {
		const place = await prepared.place();
		const lost = this.#watch.whenLost();
		const variables = this.#variables(job);
		try {
			return await Promise.race([runAttempt({place, job, variables, caches, sink, signals}), lost.outcome]);
		} finally {
			lost.stop();
			place.release();
		}
	}

	#variables(job: JobSpec): Readonly<Record<string, string>> {
		return placeVariables(job.variables, {projectDir: this.projectDir, buildsDir});
	}
}

/** In GitLab Runner's order: artifacts lie over caches. */
async function fill(
	prepared: PreparedJob,
	caches: JobCaches,
	artifacts: readonly string[],
	signal: AbortSignal,
): Promise<void> {
	await caches.restore(async file => await prepared.unpack(file, 'it', signal), signal);
	for (const file of artifacts) {
		await prepared.unpack(file, 'artifacts', signal);
	}

	signal.throwIfAborted();
}

function jobError(error: unknown): CiError {
	return error instanceof CiError ? error : engineError(error, 'run the job');
}
