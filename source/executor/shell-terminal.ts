/** Where a person, or what a person has piped in, talks to a shell. */
export interface ShellTerminal {
	/** Both ends are a terminal: the shell gets one of its own size, and `input` is raw while it runs and as it was afterwards. */
	readonly isInteractive: boolean;
	readonly input: NodeJS.ReadableStream & {setRawMode?(isRaw: boolean): unknown};
	/** Its size, when it is a terminal; tells `resize`. */
	readonly output: NodeJS.WritableStream & {readonly columns?: number; readonly rows?: number};
	readonly errors: NodeJS.WritableStream;
	/** The name of the terminal's kind (`TERM`). */
	readonly kind?: string | undefined;
	/** Written to `output` when the shell is ready, before its prompt. */
	readonly greeting: string;
	/** What ↑ recalls, oldest first, where the shell can. */
	readonly history: readonly string[];
	/** Aborted, the shell ends with all that it has started. */
	readonly stop: AbortSignal;
	/** How pulling and preparing go; replaces what was told before. */
	progress(text: string, fraction?: number): void;
}

/** What a shell that was stopped from outside ends with, as a shell whose terminal was closed does: 128 and SIGHUP. */
export const stoppedCode = 129;
