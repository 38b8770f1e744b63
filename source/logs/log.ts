/** One line as a pane shows it: control characters gone, carriage returns applied, only colours (SGR) and their reset left. */
export interface LogLine {
	/** Counts from 0. */
	readonly number: number;
	readonly text: string;
	/** Milliseconds since the log was opened. */
	readonly at: number;
	/** Which command printed it (counts from 0), or undefined for the runner's own lines. */
	readonly command?: number;
	/** `command`: the line that announces one. `notice`, `warning`, `error`: the runner's own. */
	readonly kind: 'output' | 'command' | 'notice' | 'warning' | 'error';
}

export interface LoggedCommand {
	readonly index: number;
	readonly text: string;
	/** The line that announces it. */
	readonly line: number;
	/** Milliseconds since the log was opened. */
	readonly startedAt: number;
	readonly endedAt?: number;
	readonly exitCode?: number;
}

/** Writes one attempt's log: masked bytes to its file, an index beside it. Memory does not grow with the log. */
export interface LogWriter {
	write(chunk: Buffer): void | Promise<void>;
	notice(text: string, level?: 'info' | 'warning' | 'error'): void;
	commandStarted(index: number, text: string): void;
	commandFinished(index: number, exitCode: number): void;
	/** Flushes and closes; further calls are ignored (a late chunk is legal). */
	close(): Promise<void>;
}

/** Reads a log of any size by windows, also while it is being written, also by another process. */
export interface LogReader {
	/** Lines known so far (a last line without its newline counts). */
	readonly length: number;
	readonly commands: readonly LoggedCommand[];
	/** Lines `first` … `first + count - 1`, clipped to what there is. */
	read(first: number, count: number): Promise<readonly LogLine[]>;
	/** The first matching line at or after `from` (or at or before it, backwards), or -1. Case-insensitive unless the pattern has a capital. */
	search(pattern: string, from: number, direction: 1 | -1): Promise<number>;
	/**
	 * All that match at or after `from`, as `search` finds them, piece by piece: the lines found, and up to which line (not
	 * included) has been looked. Ends with the lines there are now. `inverse`: those that do not match.
	 */
	matching(pattern: string, from: number, inverse?: boolean): AsyncIterable<Matches>;
	/** Called, at most ten times a second, when lines or commands were added. */
	subscribe(listener: () => void): () => void;
	close(): void;
}

export interface Matches {
	readonly lines: readonly number[];
	readonly until: number;
}

/** Where logs are; the engine writes, every view reads. */
export interface LogStore {
	/**
	 * `onLine` is told every finished line, masked and cleaned, for readers without a terminal; with `wantsLine` only those for
	 * which it says so when they are finished.
	 */
	create(
		file: string,
		options: {
			readonly masked: readonly string[];
			readonly onLine?: (line: LogLine) => void;
			readonly wantsLine?: () => boolean;
		},
	): Promise<LogWriter>;
	/** A log that does not exist yet reads as empty and grows when it appears. */
	open(file: string): LogReader;
}
