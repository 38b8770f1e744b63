import {setImmediate} from 'node:timers/promises';
import {blockEnd, coveredBytes} from './index-block.js';
import {type LineBlock, LineTable} from './line-table.js';
import type {LogLine, LogReader, Matches} from './log.js';
import type {LogFiles} from './log-files.js';
import {logLine} from './log-line.js';
import {type LocalWrites, LogWatch} from './log-watch.js';
import {loadLines} from './raw-lines.js';
import {renderLine, sgrAfter} from './render-line.js';
import {mayMatch, searchPattern} from './search-pattern.js';
import {plainSgr} from './sgr.js';

/** Opens a log at once, whatever its size. */
export function openLogReader(files: LogFiles, writes: LocalWrites): LogReader {
	return new FileLogReader(new LineTable(files), writes);
}

class FileLogReader implements LogReader {
	readonly #table: LineTable;
	readonly #watch: LogWatch;
	#closed = false;

	constructor(table: LineTable, writes: LocalWrites) {
		this.#table = table;
		this.#watch = new LogWatch(table, writes);
		table.refresh();
	}

	get length(): number {
		return this.#table.length;
	}

	get commands() {
		return this.#table.commands;
	}

	async read(first: number, count: number): Promise<readonly LogLine[]> {
		await this.#lookAgain();
		const [from, until] = [Math.max(0, first), Math.min(this.length, first + count)];
		const lines: LogLine[] = [];
		while (from + lines.length < until) {
			const rendered = this.#render(from + lines.length, until);
			if (rendered.length === 0) break;
			lines.push(...rendered);
		}

		return lines;
	}

	async search(pattern: string, from: number, direction: 1 | -1): Promise<number> {
		await this.#lookAgain();
		const wanted = searchPattern(pattern);
		const mayHave = mayMatch(pattern);
		const matches = (line: LogLine) => isMatch(line, wanted);
		let line = direction === 1 ? Math.max(0, from) : Math.min(this.length - 1, from);
		while (!this.#closed) {
			const block = this.#table.find(line);
			if (block === undefined) return -1;
			const until = block.firstLine + block.entries.length;
			const lines = this.#isWorthReading(block, mayHave)
				? this.#render(direction === 1 ? line : block.firstLine, direction === 1 ? until : line + 1)
				: [];
			const found = direction === 1 ? lines.find(matches) : lines.findLast(matches);
			if (found !== undefined) return found.number;
			line = direction === 1 ? until : block.firstLine - 1;
			// A long search leaves room for keys and frames.
			await setImmediate();
		}

		return -1;
	}

	async *matching(pattern: string, from: number, inverse = false): AsyncGenerator<Matches> {
		await this.#lookAgain();
		const wanted = searchPattern(pattern);
		const mayHave = inverse ? () => true : mayMatch(pattern);
		for (let line = Math.max(0, from); !this.#closed; ) {
			const block = this.#table.find(line);
			if (block === undefined) return;
			const until = block.firstLine + block.entries.length;
			const lines = this.#isWorthReading(block, mayHave) ? this.#render(line, until) : [];
			yield {lines: lines.filter(line => isMatch(line, wanted) !== inverse).map(({number}) => number), until};
			line = until;
			// A long search leaves room for keys and frames.
			await setImmediate();
		}
	}

	subscribe(listener: () => void): () => void {
		return this.#watch.subscribe(listener);
	}

	close(): void {
		this.#closed = true;
		this.#watch.close();
		this.#table.close();
	}

	async #lookAgain(): Promise<void> {
		if (this.#closed) return;
		this.#table.refresh();
		await this.#table.scan();
	}

	/** A line of gigabytes is not read whole to find out. */
	#isWorthReading(block: LineBlock, mayHave: (bytes: Buffer) => boolean): boolean {
		const start = block.entries[0]?.offset ?? 0;
		const length = blockEnd(block).offset - start;
		return length > 4 * coveredBytes || mayHave(this.#table.log.readNow(start, length));
	}

	/** Lines from `first` to before `until`, as far as one block has them. */
	#render(first: number, until: number): readonly LogLine[] {
		const block = this.#closed ? undefined : this.#table.find(first);
		return block === undefined ? [] : renderBlock(this.#table, block, first, until);
	}
}

function isMatch(line: LogLine, wanted: RegExp): boolean {
	return wanted.test(line.text.replace(colours, ''));
}

const colours = /\u001b\[[\d;]*m/g;

function renderBlock(table: LineTable, block: LineBlock, first: number, until: number): readonly LogLine[] {
	const lines: LogLine[] = [];
	let sgr = block.sgr;
	for (const [at, raw] of loadLines(block, (offset, length) => table.log.readNow(offset, length)).entries()) {
		const entry = block.entries[at];
		const number = block.firstLine + at;
		if (entry === undefined || number >= until) break;
		// The runner's own lines have no colours of the job's, and leave them as they are.
		const own = entry.kind !== 'output';
		if (number < first) {
			if (!own) sgr = sgrAfter(raw, sgr);
			continue;
		}

		const rendered = renderLine(raw, own ? plainSgr : sgr);
		if (!own) sgr = rendered.sgr;
		lines.push(logLine(number, rendered.text, entry));
	}

	return lines;
}
