import {blockSize, decodeBlock, type IndexBlock, type LineTag} from './index-block.js';
import {IndexBuilder} from './index-builder.js';
import {LineSplitter} from './line-splitter.js';
import type {LoggedCommand} from './log.js';
import {sgrAfter} from './render-line.js';
import type {Sgr} from './sgr.js';

/** The index, made in memory, of what a log has past the end of its index on disk: all of it when that is lost. */
export class TailIndex {
	/** Where in the log it begins. */
	readonly start: number;
	/** Where what has been looked at ends. */
	scanned: number;
	readonly #blocks: Buffer[] = [];
	readonly #builder: IndexBuilder;
	readonly #splitter: LineSplitter<LineTag & {readonly at: number}>;
	#offset: number;

	/** `sgr` says which colours are in force at `start`, asked only when needed. */
	constructor(start: number, line: number, sgr: () => Sgr) {
		this.start = start;
		this.scanned = start;
		this.#offset = start;
		this.#builder = new IndexBuilder(line);
		let current: Sgr | undefined;
		this.#splitter = new LineSplitter((raw, mark, size) => {
			current ??= sgr();
			this.#builder.add({offset: this.#offset, length: size, ...mark}, current);
			this.#offset += size;
			if (mark.kind === 'output') current = sgrAfter(raw, current);
		});
	}

	/** Where the unfinished line begins. */
	get partialStart(): number {
		return this.#offset;
	}

	get lines(): number {
		return this.#builder.lines;
	}

	/** Looks at what follows; the journal of commands is all there is to tell a line's kind and time from. */
	scan(bytes: Buffer, commands: readonly LoggedCommand[]): void {
		for (let start = 0; start < bytes.length; ) {
			const newline = bytes.indexOf(0x0a, start);
			const end = newline === -1 ? bytes.length : newline + 1;
			this.#splitter.feed(bytes.subarray(start, end), guess(this.#builder.lines, commands));
			start = end;
		}

		this.scanned += bytes.length;
		for (const bytes of this.#builder.take()) this.#store(bytes);
	}

	find(line: number): IndexBlock | undefined {
		let [low, high] = [0, this.#blocks.length - 1];
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((this.#blocks[middle]?.readDoubleLE(8) ?? 0) <= line) low = middle;
			else high = middle - 1;
		}

		const block = this.#blocks[low];
		return block && decodeBlock(block);
	}

	#store(bytes: Buffer): void {
		const last = this.#blocks.at(-1);
		if (last === undefined || last.length === blockSize) this.#blocks.push(bytes);
		else this.#blocks[this.#blocks.length - 1] = Buffer.concat([last, bytes]);
	}
}

export function guess(line: number, commands: readonly LoggedCommand[]): LineTag & {readonly at: number} {
	const command = commands.findLast(command => command.line <= line);
	if (command === undefined) return {kind: 'output', at: 0};
	return {kind: command.line === line ? 'command' : 'output', command: command.index, at: command.startedAt};
}
