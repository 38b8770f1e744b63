import {mkdir, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import type {CiError, Result} from '../errors.js';
import type {Outcome} from '../model/outcome.js';
import type {Executor, JobSink, JobSpec, RunSpec, Session, StopSignals} from './executor.js';

/** What a job of the fake executor does; nothing said, it passes at once without a word. */
export interface Behaviour {
	/** Written as it is, in these pieces. */
	readonly output?: readonly (string | Buffer)[];
	/** It runs until this resolves, or until the test ends it when it is `steered`. */
	readonly until?: Promise<unknown> | 'steered';
	/** Success when it is not said. */
	readonly outcome?: Outcome;
	/** It takes no notice of SIGTERM: only the end of the grace period, or a kill, ends it. */
	readonly ignoresStop?: boolean;
	/** Written to the file for its artifacts. */
	readonly artifacts?: Buffer;
}

/** An attempt on its way, for a test to steer. */
export interface FakeAttempt {
	readonly spec: JobSpec;
	readonly sink: JobSink;
	readonly signals: StopSignals;
	/** Lets it end so. */
	finish(outcome?: Outcome): void;
}

/** By a job's name; a list gives each attempt its own, the last one also to those that follow. */
export type Behaviours = Readonly<Record<string, Behaviour | readonly Behaviour[]>>;

/** An executor without processes: jobs do what they were told beforehand, or what the test tells them. */
export class FakeExecutor implements Executor {
	readonly name = 'fake';
	/** How many attempts run now, and did at most. */
	readonly load = {now: 0, most: 0};
	/** Job and attempt of all that started, in order. */
	readonly started: string[] = [];
	openSessions = 0;
	readonly #behaviours: Behaviours;
	readonly #attempts = new Map<string, FakeAttempt>();
	readonly #arrivals = new Map<string, (attempt: FakeAttempt) => void>();

	constructor(behaviours: Behaviours = {}) {
		this.#behaviours = behaviours;
	}

	async open(_run: RunSpec): Promise<Result<Session, CiError>> {
		this.openSessions++;
		const session: Session = {
			projectDir: '/builds/project',
			run: (job, sink, signals) => this.#run(job, sink, signals),
			close: async () => {
				this.openSessions--;
			},
		};
		return {ok: true, value: session};
	}

	/** Resolves when this attempt runs; also when it has already. */
	attempt(job: string, attempt = 1): Promise<FakeAttempt> {
		const key = keyOf(job, attempt);
		const running = this.#attempts.get(key);
		if (running !== undefined) return Promise.resolve(running);
		return new Promise(resolve => this.#arrivals.set(key, resolve));
	}

	async #run(spec: JobSpec, sink: JobSink, signals: StopSignals): Promise<Outcome> {
		const key = keyOf(spec.job, spec.attempt);
		const behaviour = behaviourOf(this.#behaviours[spec.job], spec.attempt);
		this.started.push(key);
		this.load.most = Math.max(this.load.most, ++this.load.now);
		const steered = Promise.withResolvers<Outcome>();
		const attempt: FakeAttempt = {
			spec,
			sink,
			signals,
			finish: outcome => steered.resolve(outcome ?? behaviour.outcome ?? success),
		};
		this.#attempts.set(key, attempt);
		this.#arrivals.get(key)?.(attempt);
		this.#arrivals.delete(key);
		sink.phase('preparing');
		const gone = new AbortController();
		const outcome = await Promise.race([
			signals.stop.aborted ? never : act(behaviour, spec, sink, steered.promise, gone.signal),
			stopped(behaviour, spec, signals, gone.signal),
		]);
		gone.abort();
		this.load.now--;
		return outcome;
	}
}

const success: Outcome = {kind: 'success'};

const never = new Promise<never>(() => {});

/** After `gone` it touches nothing more. */
async function act(
	behaviour: Behaviour,
	spec: JobSpec,
	sink: JobSink,
	steered: Promise<Outcome>,
	gone: AbortSignal,
): Promise<Outcome> {
	sink.phase('running');
	for (const piece of behaviour.output ?? []) {
		await sink.write(Buffer.from(piece));
		if (gone.aborted) return success;
	}

	if (behaviour.until === 'steered') return steered;
	await behaviour.until;
	if (!gone.aborted && behaviour.artifacts !== undefined && spec.artifactsOut !== undefined) {
		sink.phase('artifacts');
		await mkdir(dirname(spec.artifactsOut.file), {recursive: true});
		await writeFile(spec.artifactsOut.file, behaviour.artifacts);
	}

	return behaviour.outcome ?? success;
}

/** Resolves once it was stopped and, ignoring that, killed or out of time. */
async function stopped(
	behaviour: Behaviour,
	spec: JobSpec,
	{stop, kill}: StopSignals,
	gone: AbortSignal,
): Promise<Outcome> {
	await aborted(stop);
	if (behaviour.ignoresStop === true) {
		// Called off when the job has ended by itself.
		await Promise.race([aborted(kill), wait(spec.graceMs, undefined, {signal: gone}).catch(() => {})]);
	}

	return {kind: 'canceled'};
}

function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise(resolve => signal.addEventListener('abort', () => resolve(), {once: true}));
}

function behaviourOf(behaviours: Behaviour | readonly Behaviour[] | undefined, attempt: number): Behaviour {
	if (behaviours === undefined) return {};
	if (!isList(behaviours)) return behaviours;
	return behaviours[attempt - 1] ?? behaviours.at(-1) ?? {};
}

function isList(behaviours: Behaviour | readonly Behaviour[]): behaviours is readonly Behaviour[] {
	return Array.isArray(behaviours);
}

function keyOf(job: string, attempt: number): string {
	return `${job} #${attempt}`;
}
