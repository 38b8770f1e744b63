import type {JobSpec} from '../executor/executor.js';
import type {PlannedJob} from '../model/plan.js';
import type {JobPhase, JobTable} from '../model/run-state.js';
import type {Effect} from '../scheduler/effect.js';
import type {State} from '../scheduler/state.js';
import {Ahead} from './ahead.js';
import {artifactsIn} from './artifacts-in.js';
import {jobSpec} from './job-spec.js';
import type {Happening} from './live-run.js';
import {type RunningAttempt, runAttempt} from './run-attempt.js';
import type {RunHandle} from './run-handle.js';
import type {StartOptions} from './start-run.js';

/** How the jobs of a run reach it. */
export interface RunSide {
	/** ms since the epoch. */
	now(): number;
	jobs(): JobTable;
	happened(event: Happening): void;
	/** A line of a log, without its newline. */
	line(job: string, attempt: number, text: string): void;
	/** Something readers see has changed that is not part of the state. */
	news(): void;
}

type Progress = NonNullable<ReturnType<RunHandle['progressOf']>>;

/** Runs attempts in the session and reports what becomes of them. */
export class JobRunner {
	readonly #options: StartOptions;
	readonly #side: RunSide;
	readonly #places: ReadonlyMap<string, number>;
	/** By job: none has two attempts that run. */
	readonly #running = new Map<string, RunningAttempt & {readonly attempt: number}>();
	readonly #progress = new Map<string, Progress>();
	readonly #ahead: Ahead;

	constructor(options: StartOptions, side: RunSide) {
		this.#options = options;
		this.#side = side;
		this.#places = new Map(options.plan.jobs.map((job, place) => [job.name, place]));
		this.#ahead = new Ahead({
			session: options.session,
			running: () => this.#running.keys(),
			specOf: (job, attempt) => this.#specOf(job, attempt, []),
		});
	}

	progressOf(job: string): Progress | undefined {
		return this.#progress.get(job);
	}

	start({job, attempt, variables}: Extract<Effect, {type: 'start-job'}>): void {
		const {session, logs, plan, recorder} = this.#options;
		const side = this.#side;
		const running = runAttempt(
			{
				session,
				logs,
				masked: plan.masked,
				logFile: () => recorder.logFile(job, attempt),
				line: text => side.line(job, attempt, text),
				phase: phase => this.#phase(job, attempt, phase),
				progress: (text, fraction) => this.#tellProgress(job, fraction === undefined ? {text} : {text, fraction}),
			},
			() => this.#fullSpecOf(job, attempt, variables),
		);
		this.#ahead.used(job);
		this.#running.set(job, {...running, attempt});
		void running.outcome.then(outcome => {
			this.#running.delete(job);
			this.#progress.delete(job);
			side.happened({type: 'job-finished', job, attempt, outcome});
		});
	}

	/** Asked again it kills. */
	stop({job, attempt, timedOut = false}: Extract<Effect, {type: 'stop-job'}>): void {
		const running = this.#running.get(job);
		if (running?.attempt === attempt) running.stop(timedOut);
	}

	/** Has what will probably start next prepared. */
	lookAhead(state: State): void {
		this.#ahead.look(state);
	}

	async #fullSpecOf(name: string, attempt: number, variables: Readonly<Record<string, string>> | undefined) {
		const {recorder} = this.#options;
		const fileOf = (job: string, number: number) => recorder.artifactFile(job, number);
		const files = await artifactsIn(this.#planned(name), this.#side.jobs(), fileOf);
		return this.#specOf(name, attempt, files, variables);
	}

	#specOf(
		name: string,
		attempt: number,
		files: readonly string[],
		variables?: Readonly<Record<string, string>>,
	): JobSpec {
		const {recorder, session, executor, graceMs = 10_000} = this.#options;
		return jobSpec(this.#planned(name), {
			run: recorder.run,
			attempt,
			place: this.#places.get(name) ?? -1,
			startedAt: this.#side.now(),
			projectDir: session.projectDir,
			executor: executor.name,
			id: recorder.executionId(name, attempt),
			graceMs,
			artifactsIn: files,
			artifactFile: recorder.artifactFile(name, attempt),
			...(variables === undefined ? {} : {variables}),
		});
	}

	#planned(name: string): PlannedJob {
		const job = this.#options.plan.jobs[this.#places.get(name) ?? -1];
		if (job === undefined) throw new Error(`the plan has no job ${name}`);
		return job;
	}

	#phase(job: string, attempt: number, phase: JobPhase): void {
		if (phase !== 'preparing') this.#progress.delete(job);
		this.#side.happened({type: 'job-phase-changed', job, attempt, phase});
	}

	#tellProgress(job: string, progress: Progress): void {
		this.#progress.set(job, progress);
		this.#side.news();
	}
}
