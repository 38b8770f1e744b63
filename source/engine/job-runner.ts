import type {JobSpec, Session} from '../executor/executor.js';
import {expandText} from '../model/expand-variables.js';
import type {Findings} from '../model/findings.js';
import type {PlannedJob} from '../model/plan.js';
import type {JobPhase, JobTable} from '../model/run-state.js';
import type {Effect} from '../scheduler/effect.js';
import type {State} from '../scheduler/state.js';
import {Ahead} from './ahead.js';
import {artifactsIn, attemptsToTakeFrom} from './artifacts-in.js';
import {runTrigger, type TriggerPorts} from './children/run-trigger.js';
import {FindingsReader} from './findings/findings-reader.js';
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
	/** Whether `line` shall be told of a line that the job prints now. */
	wantsLine(job: string): boolean;
	/** A line of a log, without its newline. */
	line(job: string, attempt: number, text: string): void;
	/** A trigger job has started a child pipeline. */
	readonly adopt: TriggerPorts['adopt'];
	/** Something readers see has changed that is not part of the state. */
	news(): void;
}

type Progress = NonNullable<ReturnType<RunHandle['progressOf']>>;

/** What an attempt gets that is known only when it starts. */
interface SpecParts {
	readonly dotenv?: Readonly<Record<string, string>>;
	/** Given when it was played. */
	readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** Runs attempts in the session and reports what becomes of them. */
export class JobRunner {
	readonly #options: StartOptions;
	readonly #side: RunSide;
	readonly #places: ReadonlyMap<string, number>;
	/** By job: none has two attempts that run. */
	readonly #running = new Map<string, RunningAttempt & {readonly attempt: number}>();
	readonly #progress = new Map<string, Progress>();
	readonly #ahead: Ahead;
	readonly #findings: FindingsReader;

	constructor(options: StartOptions, side: RunSide) {
		this.#options = options;
		this.#side = side;
		this.#places = new Map(options.plan.jobs.map((job, place) => [job.name, place]));
		const {readReport, logs, recorder, plan, session} = options;
		const {projectDir} = session;
		this.#findings = new FindingsReader({readReport, logs, recorder, masked: plan.masked, projectDir});
		this.#ahead = new Ahead({
			session: options.session,
			running: () => this.#running.keys(),
			runningId: job => this.#runningId(job),
			specOf: (job, attempt) => (this.#planned(job).trigger === undefined ? this.#specOf(job, attempt) : undefined),
		});
	}

	progressOf(job: string): Progress | undefined {
		return this.#progress.get(job);
	}

	start({job, attempt, variables}: Extract<Effect, {type: 'start-job'}>): void {
		const {logs, plan, recorder} = this.#options;
		const side = this.#side;
		const running = runAttempt(
			{
				session: this.#placeOf(job),
				logs,
				masked: plan.masked,
				logFile: () => recorder.logFile(job, attempt),
				wantsLine: () => side.wantsLine(job),
				line: text => side.line(job, attempt, text),
				phase: phase => this.#phase(job, attempt, phase),
				progress: (text, fraction) => this.#tellProgress(job, fraction === undefined ? {text} : {text, fraction}),
				check: async spec => {
					const dotenv = await this.#findings.dotenv(spec);
					return dotenv.ok ? undefined : dotenv.error;
				},
			},
			() => this.#fullSpecOf(job, attempt, variables),
		);
		this.#ahead.used(job);
		this.#running.set(job, {...running, attempt});
		void running.outcome.then(async outcome => {
			this.#running.delete(job);
			this.#progress.delete(job);
			const findings = await this.#findingsOf(job, attempt, variables);
			side.happened({type: 'job-finished', job, attempt, outcome, ...(findings && {findings})});
		});
	}

	/** Where the job runs: a trigger job starts a pipeline instead. */
	#placeOf(job: string): Pick<Session, 'run'> {
		const {children, session, slots} = this.#options;
		const {trigger} = this.#planned(job);
		if (trigger === undefined) {
			return {
				async run(spec, sink, signals) {
					const run = () => session.run(spec, sink, signals);
					return slots === undefined ? run() : ((await slots.use(run, signals.stop)) ?? {kind: 'canceled'});
				},
			};
		}

		const ports = {children, adopt: this.#side.adopt, artifactsOf: (name: string) => this.#artifactsOf(name)};
		return {run: (spec, sink, signals) => runTrigger(trigger, spec, sink, signals, ports)};
	}

	/** The archive of the artifacts that others may take from a job; undefined when there is none. */
	async #artifactsOf(job: string): Promise<string | undefined> {
		const {recorder} = this.#options;
		const [file] = await artifactsIn({artifactsFrom: [job]}, this.#side.jobs(), (name, number) =>
			recorder.artifactFile(name, number),
		);
		return file;
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
		const planned = this.#planned(name);
		const artifactsFrom = planned.artifactsFrom.filter(job => this.#planned(job).artifacts !== undefined);
		const own = await artifactsIn({artifactsFrom}, this.#side.jobs(), fileOf);
		const dotenv = await this.#dotenvOf(planned);
		const spec = this.#specOf(name, attempt, {dotenv, variables});
		return {...spec, artifactsIn: [...own, ...(await this.#artifactsFromUpstream(planned, spec))]};
	}

	/** Of the run that started this one, when the job names it by its id. */
	async #artifactsFromUpstream({artifactsFromUpstream = []}: PlannedJob, spec: JobSpec): Promise<readonly string[]> {
		const {upstream} = this.#options;
		const files: string[] = [];
		for (const {pipeline, job} of artifactsFromUpstream) {
			if (upstream === undefined || expandText(pipeline, spec.variables) !== String(upstream.run)) continue;
			const file = await upstream.artifactsOf(job);
			if (file !== undefined) files.push(file);
		}

		return files;
	}

	/** Never rejects: what cannot be read has not been found. */
	async #findingsOf(
		job: string,
		attempt: number,
		variables: Readonly<Record<string, string>> | undefined,
	): Promise<Findings | undefined> {
		const planned = this.#planned(job);
		if (planned.coverage === undefined && planned.artifacts?.reports['junit'] === undefined) return undefined;
		try {
			return await this.#findings.read(planned, this.#specOf(job, attempt, {variables}));
		} catch {
			// The disk takes no more, which ends the run in other ways.
			return undefined;
		}
	}

	/** Of the jobs whose artifacts it gets; a later one overrides. */
	async #dotenvOf({artifactsFrom}: PlannedJob): Promise<Readonly<Record<string, string>>> {
		const all: Record<string, string> = {};
		for (const name of artifactsFrom) {
			if (this.#planned(name).artifacts?.reports['dotenv'] === undefined) continue;
			for (const attempt of attemptsToTakeFrom(this.#side.jobs(), name)) {
				const found = await this.#findings.dotenv(this.#specOf(name, attempt));
				if (!found.ok || Object.keys(found.value).length === 0) continue;
				Object.assign(all, found.value);
				break;
			}
		}

		return all;
	}

	#specOf(name: string, attempt: number, {dotenv, variables}: SpecParts = {}): JobSpec {
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
			artifactsIn: [],
			artifactFile: recorder.artifactFile(name, attempt),
			...(dotenv === undefined ? {} : {dotenv}),
			...(variables === undefined ? {} : {variables}),
		});
	}

	#runningId(job: string): string | undefined {
		const running = this.#running.get(job);
		return running && this.#options.recorder.executionId(job, running.attempt);
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
