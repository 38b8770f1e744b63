import {compilePatterns} from './patterns.js';

/** Takes bytes in, gives on the same bytes with every mask replaced by `[MASKED]`. */
export interface Masker {
	/** `emit` gets what is decided; the beginning of what may become a mask is kept back. */
	push(chunk: Buffer, emit: (bytes: Buffer) => void): void;
	/** Gives on what was kept back: what follows is not part of it. */
	flush(emit: (bytes: Buffer) => void): void;
}

interface Range {
	start: number;
	end: number;
}

const replacement = Buffer.from('[MASKED]');
const nothing = Buffer.alloc(0);

/**
 * Finds masks wherever chunks are cut, in one pass. Masks that overlap (one inside the other, or one's end the
 * other's beginning) are replaced together, so that no piece of either is left.
 */
export function createMasker(masked: readonly string[]): Masker {
	const secrets = worthMasking(masked);
	return secrets.length === 0 ? passThrough : new PatternMasker(secrets);
}

/** The same for a text that is complete. */
export function maskText(text: string, masked: readonly string[]): string {
	const masker = createMasker(masked);
	const parts: Buffer[] = [];
	const collect = (bytes: Buffer) => parts.push(bytes);
	masker.push(Buffer.from(text), collect);
	masker.flush(collect);
	return Buffer.concat(parts).toString();
}

/** A value of several lines (a private key) is rarely printed whole: its longer lines are masks of their own. */
function worthMasking(masked: readonly string[]): readonly Buffer[] {
	const values = new Set<string>();
	for (const value of masked) {
		if (value === '') continue;
		values.add(value);
		if (!/[\r\n]/.test(value)) continue;
		for (const line of value.split(/[\r\n]+/)) if (line.trim().length >= 8) values.add(line.trim());
	}

	return [...values].map(value => Buffer.from(value));
}

const passThrough: Masker = {
	push: (chunk, emit) => emit(chunk),
	flush: () => {},
};

class PatternMasker implements Masker {
	readonly #patterns;
	#state = 0;
	/** How many bytes came before the present chunk. */
	#base = 0;
	/** Everything before this place has been given on. */
	#emitted = 0;
	/** The undecided end of what came before the present chunk. */
	#tail: Buffer = nothing;
	/** Masks found and not given on yet: sorted, apart from each other. */
	#ranges: Range[] = [];

	constructor(secrets: readonly Buffer[]) {
		this.#patterns = compilePatterns(secrets);
	}

	push(chunk: Buffer, emit: (bytes: Buffer) => void): void {
		const {starts, next, longestEnding} = this.#patterns;
		let state = this.#state;
		for (let index = 0; index < chunk.length; index++) {
			const byte = chunk[index] ?? 0;
			if (state === 0 && starts[byte] === 0) continue;
			state = next(state, byte);
			const length = longestEnding[state] ?? 0;
			if (length > 0) this.#found(this.#base + index + 1 - length, this.#base + index + 1);
		}

		this.#state = state;
		// No mask still to be found can begin before this place.
		this.#give(chunk, this.#base + chunk.length - (this.#patterns.depth[state] ?? 0), emit);
	}

	flush(emit: (bytes: Buffer) => void): void {
		this.#state = 0;
		this.#give(nothing, this.#base, emit);
	}

	#found(start: number, end: number): void {
		for (let last = this.#ranges.at(-1); last !== undefined && last.end > start; last = this.#ranges.at(-1)) {
			start = Math.min(start, last.start);
			this.#ranges.pop();
		}

		this.#ranges.push({start, end});
	}

	#give(chunk: Buffer, decided: number, emit: (bytes: Buffer) => void): void {
		let given = 0;
		for (const range of this.#ranges) {
			if (range.end > decided) break;
			this.#literal(chunk, range.start, emit);
			emit(replacement);
			this.#emitted = range.end;
			given++;
		}

		this.#ranges.splice(0, given);
		this.#literal(chunk, Math.min(decided, this.#ranges[0]?.start ?? decided), emit);
		const end = this.#base + chunk.length;
		this.#tail = Buffer.concat([...this.#slices(chunk, decided, end)]);
		this.#base = end;
	}

	#literal(chunk: Buffer, until: number, emit: (bytes: Buffer) => void): void {
		for (const bytes of this.#slices(chunk, this.#emitted, until)) emit(bytes);
		this.#emitted = Math.max(this.#emitted, until);
	}

	*#slices(chunk: Buffer, from: number, until: number): Iterable<Buffer> {
		const tailStart = this.#base - this.#tail.length;
		if (from < this.#base && from < until) yield this.#tail.subarray(from - tailStart, until - tailStart);
		if (until > this.#base && from < until) yield chunk.subarray(Math.max(0, from - this.#base), until - this.#base);
	}
}
