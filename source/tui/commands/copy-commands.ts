import {resolve} from 'node:path';
import {selectedLines} from '../state/log-cursor.js';
import {clipboardSequence, copyToPrograms} from '../terminal/clipboard.js';
import {type Lines, saveText, textFile, textOf} from './log-text.js';
import type {RunContext} from './run-context.js';

/** More goes to a file: terminals do not take it. In characters. */
const mostCopied = 100_000;

/** Copies the selected lines, else the line pointed at, else those on screen. */
export function copy(context: RunContext): void {
	const {log, toast} = context;
	const snapshot = log?.snapshot();
	const chosen = snapshot && (selectedLines(snapshot.cursor) ?? pointed(context) ?? visible(context));
	if (log === undefined || chosen === undefined) {
		toast('there is nothing to copy', 'warning');
		return;
	}

	log.endSelection();
	copyLines(context, chosen);
}

export function copyAll(context: RunContext): void {
	const total = context.log?.snapshot().total ?? 0;
	if (total === 0) {
		context.toast('there is nothing to copy', 'warning');
	} else {
		copyLines(context, {first: 0, last: total - 1});
	}
}

/** Writes the whole log, clean, to a file the user names. */
export function save({log, toast, terminal}: RunContext, name: string): void {
	const total = log?.snapshot().total ?? 0;
	if (log === undefined || name === '') {
		return;
	}

	const home = terminal.env['HOME'] ?? '~';
	const file = resolve(name.replace(/^~(?=\/)/u, home));
	saveText(log, {first: 0, last: total - 1}, file).then(
		() => toast(`saved ${counted(total)} to ${name}`, 'success'),
		(error: unknown) =>
			toast(
				isThere(error) ? `${name} is there already: nothing was written` : `cannot save: ${messageOf(error)}`,
				'error',
			),
	);
}

function copyLines(context: RunContext, lines: Lines): void {
	copied(context, lines).then(
		text => context.toast(text, 'success'),
		(error: unknown) => context.toast(`cannot copy: ${messageOf(error)}`, 'error'),
	);
}

async function copied({log, job, terminal}: RunContext, lines: Lines): Promise<string> {
	if (log === undefined) {
		throw new Error('there is no log');
	}

	const count = counted(lines.last - lines.first + 1);
	const text = await textOf(log, lines, mostCopied);
	if (text === undefined) {
		const file = await textFile(job?.name ?? 'log');
		await saveText(log, lines, file);
		return `${count} are too much to copy: they are in ${file}`;
	}

	terminal.send(clipboardSequence(text, terminal.insideTmux));
	const programs = await copyToPrograms(text, terminal.env);
	return `copied ${count} (${['OSC 52', ...programs].join(', ')})`;
}

/** The line that a jump or a click went to, when it is on screen. */
function pointed({log}: RunContext): Lines | undefined {
	const snapshot = log?.snapshot();
	const mark = snapshot?.lines.find(({number}) => number === snapshot.cursor.mark)?.number;
	return mark === undefined ? undefined : {first: mark, last: mark};
}

function visible({log}: RunContext): Lines | undefined {
	const lines = log?.snapshot().lines ?? [];
	const [first, last] = [lines[0], lines.at(-1)];
	return first === undefined || last === undefined ? undefined : {first: first.number, last: last.number};
}

function counted(lines: number): string {
	return `${lines} ${lines === 1 ? 'line' : 'lines'}`;
}

function isThere(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
