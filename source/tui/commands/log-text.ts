import {createWriteStream} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import type {LogView} from '../state/log-view.js';
import {plain} from '../text/cut.js';

/** Lines of a log, first and last. */
export interface Lines {
	readonly first: number;
	readonly last: number;
}

const chunk = 2000;

/** The clean text of these lines, or undefined when it is longer than `most` characters. */
export async function textOf(view: LogView, lines: Lines, most: number): Promise<string | undefined> {
	let text = '';
	for await (const piece of pieces(view, lines)) {
		text += piece;
		if (text.length > most) {
			return undefined;
		}
	}

	return text.replace(/\n$/u, '');
}

/** Writes the clean text of these lines to a new file; whatever their number, in constant memory. Rejects when it exists. */
export async function saveText(view: LogView, lines: Lines, file: string): Promise<void> {
	await pipeline(pieces(view, lines), createWriteStream(file, {flags: 'wx'}));
}

/** A file for a text too long for a clipboard; only its user can read it. */
export async function textFile(name: string): Promise<string> {
	return join(await mkdtemp(join(tmpdir(), 'ci-tui-')), `${name.replaceAll(/[^\w.-]+/gu, '-')}.log`);
}

async function* pieces(view: LogView, {first, last}: Lines): AsyncGenerator<string> {
	for (let at = first; at <= last; at += chunk) {
		const lines = await view.lines(at, Math.min(chunk, last - at + 1));
		if (lines.length === 0) {
			return;
		}

		yield lines.map(line => `${plain(line.text)}\n`).join('');
	}
}
