import type {LoggedCommand, LogLine, LogReader} from '../logs/log.js';

/** What a log says of a failure. */
export interface FailureLog {
	/** The command that failed, when one did. */
	readonly command: LoggedCommand | undefined;
	/** The last lines before the end of it. */
	readonly lines: readonly LogLine[];
	/** How many lines there are before those. */
	readonly earlier: number;
}

/** Reads the end of what the failing command printed; without one, the end of the log, where the runner says what is wrong. */
export async function readFailure(log: LogReader, count: number): Promise<FailureLog> {
	// Looks how long the log is now.
	await log.read(0, 0);
	const failing = log.commands.findLastIndex(({exitCode}) => exitCode !== undefined && exitCode !== 0);
	const command = log.commands[failing];
	const end = command === undefined ? log.length : (log.commands[failing + 1]?.line ?? log.length);
	const begin = command === undefined ? 0 : command.line + 1;
	// Notices after the command (artifacts are saved) are not what is looked for: a few lines more make up for them.
	const window = await log.read(Math.max(begin, end - count - 20), Math.min(end - begin, count + 20));
	const wanted = command === undefined ? window : window.filter(({kind}) => kind === 'output');
	const last = wanted.findLastIndex(({text}) => text.trim() !== '');
	const lines = wanted.slice(Math.max(0, last + 1 - count), last + 1);
	if (lines.length > 0 || command === undefined) return {command, lines, earlier: lines[0]?.number ?? end};

	// `exit 1` prints nothing: what was printed before it says why.
	const before = (await log.read(Math.max(0, begin - count - 20), Math.min(begin, count + 20)))
		.filter(({kind, text}) => kind === 'output' && text.trim() !== '')
		.slice(-count);
	return {command, lines: before, earlier: before[0]?.number ?? begin};
}
