import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {CiError} from '../../errors.js';
import type {Outcome} from '../../model/outcome.js';
import {runAttempt} from '../attempt.js';
import {type JobCaches, jobCaches} from '../caches.js';
import type {JobSink, JobSpec, RunSpec, Session, StopSignals} from '../executor.js';
import {hasFailed} from '../has-failed.js';
import {type ShellTerminal, stoppedCode} from '../shell-terminal.js';
import {drain, openContainerShell} from './container-shell.js';
import type {DockerOptions} from './docker-executor.js';
import type {Engine} from './engine.js';
import {engineError} from './engine-error.js';
import type {JobContainer} from './job-container.js';
import {JobMaker, type Occasion, type Tell} from './job-maker.js';
import type {Labels} from './labels.js';
import {OpenPlaces} from './open-places.js';
import type {PreparedJob} from './prepared-job.js';
import {Removal} from './removal.js';
import {sweep} from './sweep.js';
import {Watch} from './watch.js';

/** A job made, or being made, ahead of need. */
interface Ahead {
	readonly spec: JobSpec;
	readonly job: Promise<PreparedJob>;
	readonly needed: AbortController;
}

/** One run on one engine. */
export class DockerSession implements Session {
	readonly projectDir: string;
	readonly #engine: Engine;
	readonly #run: RunSpec;
	readonly #removal = new Removal();
	readonly #maker: JobMaker;
	readonly #watch: Watch;
	readonly #prepared = new Map<string, Ahead>();
	readonly #places = new OpenPlaces();
	readonly #closing = new AbortController();

	constructor(engine: Engine, run: RunSpec, labels: Labels, options: DockerOptions) {
		const projectPath = run.projectPath ?? `local/${path.basename(run.workspace.root)}`;
		this.#engine = engine;
		this.#run = run;
		this.#watch = new Watch(engine.docker);
		this.#maker = new JobMaker({engine, run, labels, options, removal: this.#removal, projectPath});
		this.projectDir = this.#maker.projectDir;
	}

	prepare(job: JobSpec, after: readonly string[] = []): void {
		if (this.#prepared.has(job.id) || this.#closing.signal.aborted) {
			return;
		}

		if (hasServices(job)) {
			void this.#maker.fetch(job, this.#closing.signal).catch(() => {
				// The attempt itself tries again, and tells.
			});
			return;
		}

		const needed = new AbortController();
		const occasion: Occasion = {kind: 'ahead', after, needed: needed.signal};
		const prepared = this.#maker.make(job, silent, this.#closing.signal, occasion);
		prepared.catch(() => {
			// The attempt itself tries again, and tells.
			this.#prepared.delete(job.id);
		});
		this.#prepared.set(job.id, {spec: job, job: prepared, needed});
	}

	forget({id}: JobSpec): void {
		const prepared = this.#prepared.get(id);
		prepared?.needed.abort();
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
			prepared = await this.#settled(job, sink, signals.stop);
			const caches = jobCaches(this.#run, job, sink);
			await fill(prepared, caches, job.artifactsIn, signals.stop);
			return await this.#attempt(prepared, caches, job, sink, signals);
		} catch (error) {
			return signals.stop.aborted ? {kind: 'canceled'} : {kind: 'errored', error: jobError(error)};
		} finally {
			prepared?.hush();
			const removed = this.#places.has(job.job, job.attempt) ? undefined : prepared?.remove();
			if (signals.stop.aborted) {
				// Only the engine can say that nothing of the job runs any more.
				await removed;
			}
		}
	}

	async shell(job: JobSpec, terminal: ShellTerminal): Promise<number> {
		const {stop} = terminal;
		let prepared: PreparedJob | undefined;
		let place: JobContainer | undefined;
		try {
			const tell: Tell = {
				progress: (text, fraction) => terminal.progress(text, fraction),
				notice: text => terminal.progress(text),
			};
			prepared = await this.#maker.make(job, tell, stop, {kind: 'alone'});
			const caches = jobCaches(this.#run, job, tell);
			await fill(prepared, caches, job.artifactsIn, stop);
			place = await prepared.place();
			void drain(place);
			const {container} = prepared;
			return await openContainerShell({container, place, job, variables: this.#maker.variables(job)}, terminal);
		} catch (error) {
			if (stop.aborted) {
				return stoppedCode;
			}

			throw jobError(error);
		} finally {
			place?.release();
			await prepared?.remove();
		}
	}

	async openShell(job: string, attempt: number, terminal: ShellTerminal): Promise<number> {
		try {
			return await this.#places.openShell(job, attempt, terminal);
		} catch (error) {
			if (terminal.stop.aborted) {
				return stoppedCode;
			}

			throw error;
		}
	}

	hasPlace(job: string, attempt: number): boolean {
		return this.#places.has(job, attempt);
	}

	async close(): Promise<void> {
		this.#closing.abort();
		await this.#places.close();
		this.#maker.stop();
		this.#watch.close();
		for (const prepared of this.#prepared.values()) {
			prepared.needed.abort();
			await prepared.job.then(
				job => job.remove(),
				() => {
					// It was never made.
				},
			);
		}

		await this.#maker.close();
		await this.#sweepRest();
		this.#engine.close();
	}

	/** A container in a network in which no other job runs. */
	async #settled(job: JobSpec, tell: Tell, stop: AbortSignal): Promise<PreparedJob> {
		const prepared = await (this.#takePrepared(job) ?? this.#maker.make(job, tell, stop, {kind: 'now'}));
		if (await prepared.settle()) {
			return prepared;
		}

		void prepared.remove();
		return await this.#maker.make(job, tell, stop, {kind: 'alone'});
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

		prepared.needed.abort();
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

	async #attempt(
		prepared: PreparedJob,
		caches: JobCaches,
		job: JobSpec,
		sink: JobSink,
		signals: StopSignals,
	): Promise<Outcome> {
		const place = await prepared.place();
		const lost = this.#watch.whenLost();
		const variables = this.#maker.variables(job);
		const {container} = prepared;
		const remove = async () => {
			place.release();
			await prepared.remove();
		};
		this.#places.enter({job, container, place, variables, remove});
		let isKept = false;
		try {
			const outcome = await Promise.race([runAttempt({place, job, variables, caches, sink, signals}), lost.outcome]);
			const isFailure = outcome.kind !== 'errored' && hasFailed(outcome, signals.stop);
			isKept = this.#places.leave(job, isFailure && this.#run.keepFailed === true);
			return outcome;
		} finally {
			lost.stop();
			if (!isKept) {
				this.#places.leave(job, false);
				place.release();
			}
		}
	}
}

/** In GitLab Runner's order: artifacts lie over caches; the services are waited for meanwhile. */
async function fill(
	prepared: PreparedJob,
	caches: JobCaches,
	artifacts: readonly string[],
	signal: AbortSignal,
): Promise<void> {
	await Promise.all([prepared.untilReady(signal), unpackAll(prepared, caches, artifacts, signal)]);
	signal.throwIfAborted();
}

async function unpackAll(
	prepared: PreparedJob,
	caches: JobCaches,
	artifacts: readonly string[],
	signal: AbortSignal,
): Promise<void> {
	await caches.restore(async file => await prepared.unpack(file, 'it', signal), signal);
	for (const file of artifacts) {
		await prepared.unpack(file, 'artifacts', signal);
	}
}

const silent: Tell = {notice() {}, progress() {}};

function hasServices({services}: JobSpec): boolean {
	return services !== undefined && services.length > 0;
}

function jobError(error: unknown): CiError {
	return error instanceof CiError ? error : engineError(error, 'run the job');
}
