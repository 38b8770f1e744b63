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
	return {command, lines, earlier: lines[0]?.number ?? end};
}
