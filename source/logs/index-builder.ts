import {blockSize, coveredBytes, encodeHeader, type IndexEntry, kinds} from './index-block.js';
import type {Sgr} from './sgr.js';
import {writeVarint} from './varint.js';

/** No entry takes more: two numbers of 8 bytes, a kind and a number of 5. */
const longestEntry = 22;

/** Turns lines, in their order, into the bytes of an index (see index-block.ts). */
export class IndexBuilder {
	readonly #full: Buffer[] = [];
	/** A little longer than a block, so that an entry can be written before it is known to fit. */
	#block = Buffer.alloc(blockSize + longestEntry);
	/** Bytes of the present block; 0 before its first line. */
	#used = 0;
	/** How many of them have been taken. */
	#taken = 0;
	#blockOffset = 0;
	#line: number;
	#at = 0;
	#kind: IndexEntry['kind'] = 'output';
	#command: number | undefined;

	/** `line` is the number of the first line to come. */
	constructor(line = 0) {
		this.#line = line;
	}

	/** How many lines there are, those before the first one given here included. */
	get lines(): number {
		return this.#line;
	}

	/** `sgr` is what is in force at the line's start. */
	add(entry: IndexEntry, sgr: Sgr): void {
		if (this.#used > 0 && !this.#append(entry)) this.#endBlock();
		if (this.#used === 0) {
			this.#used = encodeHeader(this.#line, entry, sgr).copy(this.#block);
			this.#remember(entry);
			this.#blockOffset = entry.offset;
			this.#append(entry);
		}

		this.#line++;
		this.#remember(entry);
		if (entry.offset + entry.length - this.#blockOffset >= coveredBytes) this.#endBlock();
	}

	/** What is to be appended to the index since this was asked last; empty when nothing is. */
	take(): readonly Buffer[] {
		const bytes = this.#full.splice(0);
		if (this.#used > this.#taken) bytes.push(Buffer.from(this.#block.subarray(this.#taken, this.#used)));
		this.#taken = this.#used;
		return bytes;
	}

	/** False when it does not fit. */
	#append({length, at, kind, command}: IndexEntry): boolean {
		const tagged = kind !== this.#kind || command !== this.#command;
		let end = writeVarint(this.#block, this.#used, length * 2 + (tagged ? 1 : 0));
		end = writeVarint(this.#block, end, Math.max(0, Math.round(at - this.#at)));
		if (tagged) {
			this.#block[end++] = kinds.indexOf(kind);
			end = writeVarint(this.#block, end, command === undefined ? 0 : command + 1);
		}

		if (end > blockSize) return false;
		this.#used = end;
		return true;
	}

	#remember({at, kind, command}: IndexEntry): void {
		this.#at = at;
		this.#kind = kind;
		this.#command = command;
	}

	#endBlock(): void {
		this.#block.fill(0, this.#used, blockSize);
		this.#full.push(this.#block.subarray(this.#taken, blockSize));
		this.#block = Buffer.alloc(blockSize + longestEntry);
		this.#used = 0;
		this.#taken = 0;
	}
}
