import {unreachable} from '../errors.js';
import type {LogReader} from '../logs/log.js';
import type {Plan} from '../model/plan.js';
import type {RunEvent} from '../model/run-event.js';
import type {RunState} from '../model/run-state.js';
import {isSettled} from '../model/status.js';
import type {Effect} from '../scheduler/effect.js';
import type {Event} from '../scheduler/event.js';
import {initialState} from '../scheduler/initial-state.js';
import {reduce} from '../scheduler/reduce.js';
import type {State} from '../scheduler/state.js';
import {Children} from './children/children.js';
import {eventOf} from './command-event.js';
import {readTests} from './findings/findings-reader.js';
import {JobRunner} from './job-runner.js';
import {Listeners} from './listeners.js';
import {Readers} from './readers.js';
import {Recording} from './recording.js';
import {Resources} from './resources.js';
import type {Command, Lines, RunHandle} from './run-handle.js';
import {openRunShell} from './run-shell.js';
import {runTime} from './run-time.js';
import type {StartOptions} from './start-run.js';
import {Timers} from './timers.js';

/** Without its time, which the run gives it when its turn comes. */
export type Happening = Event extends infer E ? (E extends Event ? Omit<E, 'at'> : never) : never;

/**
 * A run of this process. Everything that happens goes through one queue: the scheduler makes the next state of it and
 * says what to do, which is done before the next event is looked at.
 */
export class LiveRun implements RunHandle {
	readonly run: number;
	readonly plan: Plan;
	readonly controllable = true;
	readonly executor: RunHandle['executor'];
	readonly shell?: NonNullable<RunHandle['shell']>;
	readonly hasShell?: NonNullable<RunHandle['hasShell']>;
	readonly #options: StartOptions;
	readonly #now: () => number;
	readonly #queue: Happening[] = [];
	readonly #jobs: JobRunner;
	readonly #timers: Timers;
	readonly #resources: Resources;
	readonly #children: Children;
	readonly #recording: Recording;
	readonly #watchers: Listeners<[]>;
	readonly #readers: Readers;
	/** Those who wait for the run to settle. */
	readonly #waiting = new Set<() => void>();
	readonly #stopListening: () => void;
	#state: State;
	/** The run as readers see it, its children included. */
	#shown: RunState;
	#stage: 'made' | 'begun' | 'closed' = 'made';
	#isDraining = false;
	#isNews = false;
	#closing: Promise<void> | undefined;

	constructor(options: StartOptions) {
		const {plan, recorder, concurrency, previous, clock} = options;
		const report = options.onReaderError ?? warn;
		this.#options = options;
		this.run = recorder.run;
		this.plan = plan;
		this.executor = options.executor;
		this.#now = runTime(clock);
		this.#state = initialState(plan, {
			run: recorder.run,
			concurrency,
			...(previous === undefined ? {} : {previous}),
		});
		this.#shown = this.#state.run;
		this.#watchers = new Listeners(report);
		this.#readers = new Readers(report);
		this.#children = new Children(
			() => this.#show(),
			event => this.#readers.tell(event),
			() => this.#readers.lines,
		);
		this.#timers = new Timers(clock, timer => this.#happened({type: 'timer-fired', timer}));
		this.#resources = new Resources(options.resources, event => this.#happened(event));
		this.#recording = new Recording(recorder, clock, error => this.#happened({type: 'run-cancel-requested', error}));
		this.#jobs = new JobRunner(options, {
			now: this.#now,
			jobs: () => this.#state.run.jobs,
			happened: event => this.#happened(event),
			wantsLine: job => this.#readers.wantsLine(job, this.#now),
			line: (job, attempt, text) => this.#tellLine(job, attempt, text),
			news: () => this.#tellWatchers(),
			adopt: (...child) => this.#children.adopt(...child),
		});
		this.#stopListening = recorder.onCancelRequested(() => this.send({type: 'cancel-run'}));
		const {session} = options;
		if (session.openShell !== undefined) {
			const openLog = (job: string, attempt: number) => this.openLog(job, attempt);
			const shells = {session, plan, executor: options.executor.name, state: () => this.getState(), openLog};
			this.shell = (job, attempt, terminal) => openRunShell(shells, job, attempt, terminal);
			this.hasShell = (job, attempt) => session.hasPlace?.(job, attempt) ?? false;
		}
	}

	getState(): RunState {
		return this.#shown;
	}

	subscribe(listener: () => void): () => void {
		this.#begin();
		return this.#watchers.add(listener);
	}

	onEvent(listener: (event: RunEvent) => void, lines: Lines | (() => Lines) = 'all'): () => void {
		this.#begin();
		return this.#readers.add(listener, lines);
	}

	send(command: Command): void {
		if (this.#closing !== undefined) return;
		if (command.type === 'cancel-run') this.#children.cancelUnwatched(command.signal);
		this.#happened(eventOf(command));
	}

	openLog(job: string, attempt: number): LogReader {
		return this.#options.logs.open(this.logFile(job, attempt));
	}

	logFile(job: string, attempt: number): string {
		return this.#options.recorder.logFile(job, attempt);
	}

	testsOf(job: string, attempt: number): ReturnType<typeof readTests> {
		return readTests(this.logFile(job, attempt));
	}

	childRun(run: number): RunHandle | undefined {
		return this.#children.get(run);
	}

	progressOf(job: string): ReturnType<RunHandle['progressOf']> {
		return this.#jobs.progressOf(job);
	}

	async settled(): Promise<RunState> {
		this.#begin();
		await new Promise<void>(resolve => {
			this.#waiting.add(resolve);
			// It may have settled before anybody asked.
			queueMicrotask(() => this.#tellWaiting());
		});
		await this.#recording.written();
		await this.#children.settled();
		// Meanwhile somebody may have retried a job, or the disk may not have taken the end, which fails the run.
		return isSettled(this.#state.run.status) ? this.#shown : this.settled();
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		if (this.#stage === 'made') {
			// Nobody wants its jobs any more: it is held before it begins.
			this.#begin();
			this.#queue.unshift({type: 'hold-changed', held: true});
		}

		// Asked twice it would kill.
		if (this.#state.canceled === undefined) this.#happened({type: 'run-cancel-requested'});
		this.#children.cancelUnwatched();
		await this.settled();
		this.#stage = 'closed';
		this.#stopListening();
		this.#timers.stopAll();
		await this.#resources.close();
		await this.#children.close();
		await this.#options.session.close();
		await this.#recording.close();
	}

	#begin(): void {
		if (this.#stage !== 'made') return;
		this.#stage = 'begun';
		this.#queue.unshift({type: 'run-started'});
		queueMicrotask(() => this.#drain());
	}

	#happened(event: Happening): void {
		if (this.#stage === 'closed') return;
		this.#queue.push(event);
		if (this.#stage === 'begun' && this.#state.started) this.#drain();
	}

	/** An event that comes up while another one is worked in waits for its turn. */
	#drain(): void {
		if (this.#isDraining) return;
		this.#isDraining = true;
		try {
			for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) this.#workIn(event);
		} finally {
			this.#isDraining = false;
		}

		this.#tellWaiting();
	}

	#workIn(happening: Happening): void {
		const before = this.#state;
		const {state, effects} = reduce(before, {...happening, at: this.#now()});
		this.#state = state;
		if (state.run !== before.run) this.#show();
		for (const effect of effects) this.#perform(effect);
		if (state.run !== before.run) this.#jobs.lookAhead(state);
	}

	#perform(effect: Effect): void {
		switch (effect.type) {
			case 'start-job': {
				this.#jobs.start(effect);
				return;
			}

			case 'stop-job': {
				this.#jobs.stop(effect);
				return;
			}

			case 'start-timer': {
				this.#timers.start(effect.timer, effect.afterMs);
				return;
			}

			case 'stop-timer': {
				this.#timers.stop(effect.timer);
				return;
			}

			case 'tell': {
				this.#recording.record(effect.event);
				this.#readers.tell(effect.event);
				return;
			}

			case 'acquire-resource': {
				this.#resources.acquire(effect.job, effect.group);
				return;
			}

			case 'release-resource': {
				this.#resources.release(effect.job);
				return;
			}

			default: {
				unreachable(effect);
			}
		}
	}

	#tellLine(job: string, attempt: number, text: string): void {
		const now = this.#now();
		this.#readers.tellLine(job, now, {type: 'job-log', at: new Date(now).toISOString(), job, attempt, text});
	}

	#show(): void {
		const children = this.#children.states();
		this.#shown = children === undefined ? this.#state.run : {...this.#state.run, children};
		this.#tellWatchers();
	}

	/** Once for all that changes in one go. */
	#tellWatchers(): void {
		if (this.#isNews) return;
		this.#isNews = true;
		queueMicrotask(() => {
			this.#isNews = false;
			this.#watchers.tell();
		});
	}

	#tellWaiting(): void {
		const {run, started} = this.#state;
		if (!started || !isSettled(run.status) || this.#queue.length > 0) return;
		const waiting = [...this.#waiting];
		this.#waiting.clear();
		for (const resolve of waiting) resolve();
	}
}

function warn(error: unknown): void {
	process.emitWarning(error instanceof Error ? error : String(error));
}
