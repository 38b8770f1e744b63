import type {CiError, Result} from '../errors.js';
import type {Outcome} from '../model/outcome.js';
import type {Artifacts, Image, PlannedCache, PlannedService, Scripts} from '../model/plan.js';
import type {JobPhase} from '../model/run-state.js';
import type {Workspace} from '../workspace/workspace.js';
import type {ShellTerminal} from './shell-terminal.js';

export type {ShellTerminal} from './shell-terminal.js';

/** A place where jobs run. One executor serves one process; a session serves one run. */
export interface Executor {
	readonly name: 'docker' | 'shell' | 'fake';
	/**
	 * Gets ready for a run: reaches the engine, prepares the workspace's snapshot. Nothing of a job runs.
	 * Answers with an error (exit code 3) when this executor cannot work here.
	 */
	open(run: RunSpec): Promise<Result<Session, CiError>>;
}

export interface RunSpec {
	/** Unique per repository; part of every label and name. */
	readonly run: number;
	/** The PipelineExecution's id. */
	readonly runId: string;
	readonly workspace: Workspace;
	/** For jobs that name no image. */
	readonly defaultImage: string;
	readonly concurrency: number;
	/** How many jobs there are, to know what is worth its while for all of them together; few, if not given. */
	readonly jobs?: number;
	/** `group/project`: where the project lies below the folder of all projects; `local/<folder>` when it is not given. */
	readonly projectPath?: string;
	/** Where an attempt failed is kept for half an hour, or until the session is closed, so that a shell can be opened there. */
	readonly keepFailed?: boolean;
	/** Values that must not be readable from outside of a job (an engine's `inspect`): they are passed another way. */
	readonly masked?: readonly string[];
	/** The folder on this host that caches are kept in, made when it is needed; without it none are. */
	readonly cacheFolder?: string;
}

export interface Session {
	/** Where the project lies inside a job: its `CI_PROJECT_DIR`. A shell executor may give each job its own (see JobSpec.projectDir). */
	readonly projectDir: string;
	/**
	 * Runs one attempt of a job in isolation.
	 *
	 * Resolves with an outcome; never rejects. `stop` is the only way to stop a job: aborted, it sends SIGTERM to
	 * everything of the job, waits `graceMs`, then kills; aborted `kill` skips the grace. It resolves `canceled` once nothing of
	 * the job runs any more. `after` scripts and artifacts `always` are still done after a failure.
	 * Everything written to `sink` is written before this resolves.
	 */
	run(job: JobSpec, sink: JobSink, stop: StopSignals): Promise<Outcome>;
	/**
	 * A hint that this job will soon be run, with its artifacts not known yet; an executor may make its container now. Nothing
	 * of the job runs. A guess: the spec that `run` gets for the same id counts. `after` has the ids of attempts, running or
	 * prepared, that will have ended when this one begins.
	 */
	prepare?(job: JobSpec, after?: readonly string[]): void;
	/** The job will not be run soon after all: what was prepared is removed. */
	forget?(job: JobSpec): void;
	/**
	 * A shell where this job would run, as its script would find it; the script itself is not run.
	 *
	 * Resolves with the shell's exit code once nothing of it is left, also after `terminal.stop`; rejects with a CiError when there
	 * can be no shell. The terminal is then as it was.
	 */
	shell?(job: JobSpec, terminal: ShellTerminal): Promise<number>;
	/**
	 * A shell beside what runs of an attempt, or where one that failed has ended (see RunSpec.keepFailed), with its files as it left
	 * them; otherwise like `shell`. Rejects with `SHELL_GONE` when there is no such place.
	 */
	openShell?(job: string, attempt: number, terminal: ShellTerminal): Promise<number>;
	/** Whether `openShell` finds a place. */
	hasPlace?(job: string, attempt: number): boolean;
	/** Removes everything this run made; never rejects; resolves when all is gone. */
	close(): Promise<void>;
}

export interface StopSignals {
	/** Its reason is a `TimeoutError` when the job's time was over: for after_script and artifacts that is a failure, no cancel. */
	readonly stop: AbortSignal;
	readonly kill: AbortSignal;
}

export interface JobSpec {
	readonly job: string;
	readonly attempt: number;
	/** The JobExecution's id. */
	readonly id: string;
	readonly image?: Image;
	readonly scripts: Scripts;
	/** The complete environment, but for those whose value is the place of the project: the executor sets `CI_PROJECT_DIR`, `CI_BUILDS_DIR`, `PWD`. */
	readonly variables: Readonly<Record<string, string>>;
	/** Variables whose value is the path of a file: their names with what is in the files, which the executor makes. */
	readonly files?: Readonly<Record<string, string>>;
	/** Artifact archives (tar files on this host), to be unpacked over the workspace in this order. */
	readonly artifactsIn: readonly string[];
	readonly artifactsOut?: {
		readonly artifacts: Artifacts;
		/** The tar file to write on this host; not written when nothing matched. */
		readonly file: string;
		/** The same for the files of `reports`, which are saved however the job ends. */
		readonly reportsFile?: string;
	};
	/** Restored before the artifacts, saved before them too. */
	readonly caches?: readonly PlannedCache[];
	/** Containers that run beside the job, for as long as it does; an executor without containers says that it has none. */
	readonly services?: readonly PlannedService[];
	readonly graceMs: number;
	/** `GIT_STRATEGY: none`: start with an empty project folder. */
	readonly emptyWorkspace: boolean;
}

/** What an attempt tells while it runs. `write` takes bytes as the job wrote them, stdout and stderr in their order. */
export interface JobSink {
	/** A returned promise is back-pressure: the next chunk waits for it. */
	write(chunk: Buffer): void | Promise<void>;
	/** A line of the runner's own (`Pulling image…`, `Saving artifacts…`), without newline. */
	notice(text: string, level?: 'info' | 'warning' | 'error'): void;
	phase(phase: JobPhase): void;
	/** Marks in the stream, in order with what is written. `index` counts from 0 through before, main and after. */
	commandStarted(index: number, text: string): void;
	commandFinished(index: number, exitCode: number): void;
	/** Pull progress in words and as a fraction (0…1) when known; replaces what was told before. */
	progress(text: string, fraction?: number): void;
}
