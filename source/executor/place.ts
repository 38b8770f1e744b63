import type {CiError} from '../errors.js';
import type {Outcome} from '../model/outcome.js';
import type {Artifacts} from '../model/plan.js';

/** Where the scripts of one attempt run, in a shell: a container, or a process group of this host. */
export interface Place {
	readonly projectDir: string;
	/** What the scripts write, marks in it, from the first byte to the last. Read once. */
	readonly output: AsyncIterable<Buffer>;
	/** Starts a shell on a script, which ends with a mark of this token. One at a time. */
	execute(text: string, endToken: string): void;
	/** Sends a signal to every process of the job. */
	signal(name: 'TERM' | 'KILL'): void;
	/** Whether no process of the job is left. A place that has to ask inside gets the answer as a mark of a token of its choice. */
	isEmpty(answer: (token: string) => Promise<number | undefined>): Promise<boolean>;
	/**
	 * What became of the job in the end: why the output ended before the script did, or whether a script that ended (as `ended` says)
	 * was killed for its memory. Nothing is asked of the place afterwards.
	 */
	verdict(ended: Outcome | undefined): Promise<Outcome>;
	/** Writes what matches to a tar file (not when nothing does) and says what it found; the error is for the caller to tell. */
	saveFiles(choice: FileChoice, file: string, notice: Notice, signal: AbortSignal): Promise<CiError | undefined>;
}

/** Files of the project that are to be kept. */
export interface FileChoice extends Pick<Artifacts, 'paths' | 'exclude' | 'untracked'> {
	/** What they are kept as. A cache may be for jobs of another user: everybody may read and write what is in it. */
	readonly as: 'artifacts' | 'cache';
}

/** `JobSink.notice`. */
export type Notice = (text: string, level?: 'info' | 'warning' | 'error') => void;
