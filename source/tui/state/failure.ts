import type {LoggedCommand, LogLine, LogReader} from '../../logs/log.js';
import type {Link} from '../problems/link.js';
import {isOwn, placeOf, problemIn} from '../problems/problem.js';
import type {TestCase} from '../problems/test-case.js';
import {plain} from '../text/cut.js';

/** What a failed attempt's log says about why. */
export interface FailureDetails {
	/** The command that failed, and its place among the commands. */
	readonly command?: {readonly text: string; readonly number: number; readonly of: number; readonly exitCode: number};
	/** The lines that look like the error, as the job printed them. */
	readonly errors: readonly string[];
	/** The failing command printed nothing: `errors` are the last lines of the one before it, which is at that line of the log. */
	readonly before?: {readonly text: string; readonly line: number};
	/** The place in the project's files that they name. */
	readonly place?: Link | undefined;
	/** What its test report says failed. */
	readonly tests?: readonly TestCase[] | undefined;
}

/** Words that lines telling of an error have, in the tools people use. */
const telling =
	/\b(?:error|errors|failed|failure|fatal|exception|panic|traceback|cannot|undefined reference|not found|no such file|expected|assert(?:ion)?|denied|refused)\b|[✘✗✖×●]|^\s*(?:E|FAIL|not ok)\b/iu;
/** The same as a search: without capitals, so that case does not matter. */
export const errorPattern = String.raw`\b(?:error|errors|failed|failure|fatal|exception|panic|traceback)\b|^\s*(?:fail|not ok)\b|[✘✗✖]`;
const harmless = /\b(?:0 (?:errors?|failed|failures)|no errors?|without errors?)\b/iu;
/** How far back from the end of the failing command's output an error is looked for. */
const lookBack = 400;

/** Reads out of a log which command failed and the lines that say why. */
export async function readFailure(reader: LogReader, commandsInPlan: number, atMost: number): Promise<FailureDetails> {
	// Looks how long the log is now: what was written last is what says why.
	await reader.read(0, 0);
	const index = reader.commands.findIndex(({exitCode}) => exitCode !== undefined && exitCode !== 0);
	const failing = reader.commands[index];
	const from = failing === undefined ? 0 : failing.line + 1;
	const to = reader.commands[index + 1]?.line ?? reader.length;
	const first = Math.max(from, to - lookBack);
	const lines = await reader.read(first, to - first);
	const errors = errorLines(lines, atMost);
	const silent = failing !== undefined && !lines.some(saysSomething);
	return {
		errors,
		place: failingPlace(lines),
		...(silent ? await saidBefore(reader, failing, atMost) : {}),
		...(failing?.exitCode === undefined
			? {}
			: {
					command: {
						text: failing.text,
						number: index + 1,
						of: Math.max(commandsInPlan, index + 1),
						exitCode: failing.exitCode,
					},
				}),
	};
}

/** The last lines that the job printed before a command that failed without a word. */
async function saidBefore(
	reader: LogReader,
	failing: LoggedCommand,
	atMost: number,
): Promise<Pick<FailureDetails, 'errors' | 'before'>> {
	const first = Math.max(0, failing.line - lookBack);
	const said = (await reader.read(first, failing.line - first)).filter(saysSomething);
	const last = said.at(-1);
	const command = last && reader.commands.findLast(({line}) => line < last.number);
	return command === undefined
		? {errors: []}
		: {
				errors: said
					.filter(({number}) => number > command.line)
					.slice(-atMost)
					.map(({text}) => text),
				before: {text: command.text, line: command.line},
			};
}

function saysSomething({kind, text}: LogLine): boolean {
	return kind === 'output' && plain(text).trim() !== '';
}

/** The first lines that look like the error and those right after the first, else the last ones that say anything. */
export function errorLines(lines: readonly LogLine[], atMost: number): readonly string[] {
	const said = lines.filter(
		line => (line.kind === 'output' || line.kind === 'error') && plain(line.text).trim() !== '',
	);
	const start = firstError(said.map(line => plain(line.text)));
	const chosen = start < 0 ? said.slice(-atMost) : said.slice(start, start + atMost);
	return chosen.map(line => line.text);
}

/** The place of the first error that has one, in the project's own files if it can be. */
export function failingPlace(lines: readonly LogLine[]): Link | undefined {
	const texts = lines.map(line => plain(line.text));
	const places = texts.flatMap((text, index) => {
		const place = problemIn(text)?.severity === 'error' ? placeOf(texts, index) : undefined;
		return place === undefined ? [] : [place];
	});
	return places.find(isOwn) ?? places[0];
}

/** Where what says why begins: with what tools say of errors, else with words that tell of them; -1 when nothing does. */
function firstError(texts: readonly string[]): number {
	const known = texts.findIndex(text => problemIn(text)?.severity === 'error');
	return known >= 0 ? known : texts.findIndex(text => telling.test(text) && !harmless.test(text));
}
