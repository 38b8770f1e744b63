import {keptEnd, longestWhole, type RawLine} from './render-line.js';

const newline = 0x0a;

/** `mark` is what was said of the line's first byte; `size` is how many bytes it takes, with its newline if it has one. */
export type OnRawLine<Mark> = (line: RawLine, mark: Mark, size: number) => void;

/** Cuts bytes into lines; a line within one chunk is not copied, and a line of any length takes bounded memory. */
export class LineSplitter<Mark> {
	readonly #onLine: OnRawLine<Mark>;
	#head: Buffer = Buffer.alloc(0);
	#headLength = 0;
	/** The end of a line longer than its head, twice as big as what is kept of it, so that it is seldom moved. */
	#tail: Buffer = Buffer.alloc(0);
	#tailLength = 0;
	#length = 0;
	#mark: Mark | undefined;

	constructor(onLine: OnRawLine<Mark>) {
		this.#onLine = onLine;
	}

	/** How many bytes of an unfinished line there are. */
	get partial(): number {
		return this.#length;
	}

	/** The bytes of a line are good until `onLine` returns. */
	feed(bytes: Buffer, mark: Mark): void {
		let start = 0;
		for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
			if (this.#length === 0) this.#onLine(rawLine(bytes.subarray(start, end)), mark, end - start + 1);
			else {
				this.#append(bytes.subarray(start, end), mark);
				this.#finish(1);
			}

			start = end + 1;
		}

		if (start < bytes.length) this.#append(bytes.subarray(start), mark);
	}

	/** Ends the unfinished line, if there is one, without a newline. */
	end(): void {
		if (this.#length > 0) this.#finish(0);
	}

	#finish(newlines: 0 | 1): void {
		const line = this.#gathered();
		const mark = this.#mark;
		this.#headLength = 0;
		this.#tailLength = 0;
		this.#length = 0;
		this.#mark = undefined;
		if (mark !== undefined) this.#onLine(line, mark, line.length + newlines);
	}

	#append(bytes: Buffer, mark: Mark): void {
		if (this.#length === 0) this.#mark = mark;
		this.#length += bytes.length;
		const toHead = Math.min(bytes.length, keptEnd - this.#headLength);
		if (this.#headLength + toHead > this.#head.length) this.#head = grown(this.#head, this.#headLength + toHead);
		bytes.copy(this.#head, this.#headLength, 0, toHead);
		this.#headLength += toHead;
		if (toHead < bytes.length) this.#appendTail(bytes.subarray(toHead));
	}

	#appendTail(bytes: Buffer): void {
		if (bytes.length > keptEnd) bytes = bytes.subarray(bytes.length - keptEnd);
		if (this.#tail.length === 0) this.#tail = Buffer.allocUnsafe(2 * keptEnd);
		if (this.#tailLength + bytes.length > this.#tail.length) {
			this.#tail.copyWithin(0, this.#tailLength - keptEnd, this.#tailLength);
			this.#tailLength = keptEnd;
		}

		bytes.copy(this.#tail, this.#tailLength);
		this.#tailLength += bytes.length;
	}

	#gathered(): RawLine {
		const head = this.#head.subarray(0, this.#headLength);
		const length = this.#length;
		if (length <= keptEnd) return {head, length, ended: true};
		const tail = this.#tail.subarray(0, this.#tailLength);
		if (length <= longestWhole) return {head: Buffer.concat([head, tail]), length, ended: true};
		return {head, tail: tail.subarray(tail.length - keptEnd), length, ended: true};
	}
}

/** A line whose bytes are all at hand. */
export function rawLine(bytes: Buffer, ended = true): RawLine {
	const {length} = bytes;
	if (length <= longestWhole) return {head: bytes, length, ended};
	return {head: bytes.subarray(0, keptEnd), tail: bytes.subarray(length - keptEnd), length, ended};
}

function grown(buffer: Buffer, needed: number): Buffer {
	const bigger = Buffer.allocUnsafe(Math.min(keptEnd, Math.max(1024, needed, buffer.length * 2)));
	buffer.copy(bigger);
	return bigger;
}
