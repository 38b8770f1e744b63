import type {Position} from '../../errors.js';

/** A piece of a file's text; `start` and `end` count UTF-16 units from 0. */
export interface Place {
	readonly file: SourceFile;
	readonly start: number;
	readonly end: number;
}

/** Where a text that was made from another one came from: places in it are told as places in the other. */
export interface MadeFrom {
	readonly text: string;
	/** The offset in the other text of an offset in this one; at the end of a piece that was put in, where it ends there. */
	offset(offset: number, isEnd: boolean): number;
}

/** One file that takes part in a pipeline, and how it came to it. */
export class SourceFile {
	readonly path: string;
	readonly text: string;
	/** The `include` entries that led here, outermost first. */
	readonly includedFrom: readonly Position[];
	readonly #madeFrom: MadeFrom | undefined;
	#lineStarts: readonly number[] | undefined;

	constructor(path: string, text: string, includedFrom: readonly Position[] = [], madeFrom?: MadeFrom) {
		this.path = path;
		this.text = text;
		this.includedFrom = includedFrom;
		this.#madeFrom = madeFrom;
	}

	/** Line and column from 1; columns and the length count characters, and the length ends with the line. */
	position(start: number, end: number): Position {
		if (!this.#madeFrom) return this.#positionIn(this.text, start, end);
		return this.#positionIn(this.#madeFrom.text, this.#madeFrom.offset(start, false), this.#madeFrom.offset(end, true));
	}

	#positionIn(text: string, start: number, end: number): Position {
		this.#lineStarts ??= lineStartsOf(text);
		const starts = this.#lineStarts;
		const line = lastAtOrBefore(starts, start);
		const lineStart = starts[line] ?? 0;
		const lineEnd = text.indexOf('\n', start);
		const last = Math.min(end, lineEnd === -1 ? text.length : lineEnd);
		return {
			file: this.path,
			line: line + 1,
			column: countCharacters(text.slice(lineStart, start)) + 1,
			length: Math.max(1, countCharacters(text.slice(start, last).trimEnd())),
		};
	}
}

export function positionOf(place: Place): Position {
	return place.file.position(place.start, place.end);
}

function lineStartsOf(text: string): readonly number[] {
	const starts = [0];
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return starts;
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}

	return low;
}

function countCharacters(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}
