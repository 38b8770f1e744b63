import type {LogReader} from '../logs/log.js';
import type {TestReport} from '../model/findings.js';
import type {Plan} from '../model/plan.js';
import type {RunEvent} from '../model/run-event.js';
import type {RunState} from '../model/run-state.js';
import type {RunTerminal} from './run-shell.js';

/** What a user can ask of a run. */
export type Command =
	| {readonly type: 'cancel-job'; readonly job: string}
	| {readonly type: 'cancel-run'; readonly signal?: string}
	| {readonly type: 'retry-job'; readonly job: string}
	| {readonly type: 'retry-failed'}
	| {readonly type: 'play-job'; readonly job: string; readonly variables?: Readonly<Record<string, string>>}
	| {readonly type: 'hold'; readonly held: boolean};

/** Which lines of logs a reader is told: `few` are up to ten a second of each job, to know that it prints. */
export type Lines = 'all' | 'few' | 'none';

/** A run as its readers hold it: the terminal UI, plain output, JSON output. A past run has the same shape and ignores commands. */
export interface RunHandle {
	readonly run: number;
	readonly plan: Plan;
	/** False for a run of the past or of another process. */
	readonly controllable: boolean;
	/** Which executor runs it (`docker`, `shell`, …), and a line about it that the user should see. */
	readonly executor: {readonly name: string; readonly note?: string};
	/** The same object until something changed (for `useSyncExternalStore`). */
	getState(): RunState;
	/** Called after each change of the state. */
	subscribe(listener: () => void): () => void;
	/** Called with each event as machine output prints it; `lines` says how many of the log lines, all unless it is given. */
	onEvent(listener: (event: RunEvent) => void, lines?: Lines | (() => Lines)): () => void;
	send(command: Command): void;
	/** The log of an attempt; the caller closes it. */
	openLog(job: string, attempt: number): LogReader;
	/** The log's file, for the user to see. */
	logFile(job: string, attempt: number): string;
	/** What an attempt's tests said (`artifacts:reports:junit`); undefined when it has none. */
	testsOf?(job: string, attempt: number): Promise<TestReport | undefined>;
	/** Pull or prepare progress of a job, when there is any. */
	progressOf(job: string): {readonly text: string; readonly fraction?: number} | undefined;
	/**
	 * A shell where an attempt runs, or where it failed (see RunSpec.keepFailed); resolves with its exit code, the terminal as it was.
	 * Rejects with a CiError (`SHELL_GONE`) when its place is gone. Absent where the executor has no such places.
	 */
	shell?(job: string, attempt: number, terminal: RunTerminal): Promise<number>;
	/** Whether `shell` finds the place of an attempt now. */
	hasShell?(job: string, attempt: number): boolean;
	/** The run of a child pipeline (or of a child's child), by its number; the handle is this run's to close. */
	childRun?(run: number): RunHandle | undefined;
	/** Resolves each time the run, with all its children, settles; asked again after a retry, it waits for the next settling. */
	settled(): Promise<RunState>;
	/** Stops what runs, removes what it made, closes the store. */
	close(): Promise<void>;
}
