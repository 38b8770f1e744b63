import {blockSize, coveredBytes, encodeHeader, type IndexEntry, kinds} from './index-block.js';
import type {Sgr} from './sgr.js';
import {writeVarint} from './varint.js';

/** Turns lines, in their order, into the bytes of an index (see index-block.ts). */
export class IndexBuilder {
	readonly #sink: (bytes: Buffer) => void;
	readonly #scratch = Buffer.alloc(32);
	/** Bytes of the present block; 0 before its first line. */
	#used = 0;
	#blockOffset = 0;
	#line: number;
	#previous: IndexEntry | undefined;

	/** `sink` gets what is to be appended; `line` is the number of the first line to come. */
	constructor(sink: (bytes: Buffer) => void, line = 0) {
		this.#sink = sink;
		this.#line = line;
	}

	/** How many lines there are, those before the first one given here included. */
	get lines(): number {
		return this.#line;
	}

	/** `sgr` is what is in force at the line's start. */
	add(entry: IndexEntry, sgr: Sgr): void {
		if (this.#used > 0) {
			const encoded = this.#encode(entry, this.#previous ?? entry);
			if (this.#used + encoded.length <= blockSize) this.#append(encoded);
			else this.#endBlock();
		}

		if (this.#used === 0) {
			this.#append(encodeHeader(this.#line, entry, sgr));
			this.#append(this.#encode(entry, entry));
			this.#blockOffset = entry.offset;
		}

		this.#line++;
		this.#previous = entry;
		if (entry.offset + entry.length - this.#blockOffset >= coveredBytes) this.#endBlock();
	}

	#append(bytes: Buffer): void {
		this.#sink(Buffer.from(bytes));
		this.#used += bytes.length;
	}

	#endBlock(): void {
		if (this.#used < blockSize) this.#append(Buffer.alloc(blockSize - this.#used));
		this.#used = 0;
	}

	#encode(entry: IndexEntry, previous: IndexEntry): Buffer {
		const tagged = entry.kind !== previous.kind || entry.command !== previous.command;
		let end = writeVarint(this.#scratch, 0, entry.length * 2 + (tagged ? 1 : 0));
		end = writeVarint(this.#scratch, end, Math.max(0, Math.round(entry.at - previous.at)));
		if (tagged) {
			this.#scratch[end++] = kinds.indexOf(entry.kind);
			end = writeVarint(this.#scratch, end, entry.command === undefined ? 0 : entry.command + 1);
		}

		return this.#scratch.subarray(0, end);
	}
}
