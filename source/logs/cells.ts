import stringWidth from 'string-width';
import {plainSgr, type Sgr, sgrParameters} from './sgr.js';

/** How many columns of a line are kept: a pane shows a few hundred, and a line may have a billion. */
export const widestLine = 8192;

interface Cell {
	/** A character with what combines with it; empty for the right half of a wide one. */
	text: string;
	sgr: Sgr;
}

/** One row of a terminal: what is written goes over what was there. */
export class Cells {
	readonly #cells: (Cell | undefined)[] = [];
	#column = 0;
	/** Bytes that were written past the last column that is kept. */
	overflow = 0;

	/** `text` has no control characters. */
	write(text: string, sgr: Sgr): void {
		if (/^[\x20-\x7e]*$/.test(text)) for (const character of text) this.#put(character, 1, sgr);
		else {
			for (const character of split(text.replace(unseen, ''))) {
				const width = widthOf(character);
				if (width === 0) this.#combine(character);
				else this.#put(character, width, sgr);
			}
		}
	}

	moveTo(column: number): void {
		this.#column = Math.max(0, Math.min(widestLine, column));
	}

	moveBy(columns: number): void {
		this.moveTo(this.#column + columns);
	}

	tab(): void {
		this.moveTo((Math.floor(this.#column / 8) + 1) * 8);
	}

	/** `CSI K`: 0 from here to the end, 1 from the beginning to here, 2 everything. */
	erase(what: number): void {
		this.#split(what === 1 ? this.#column + 1 : this.#column);
		if (what === 0) this.#cells.length = Math.min(this.#cells.length, this.#column);
		else if (what === 1) this.#cells.fill(undefined, 0, this.#column + 1);
		else this.#cells.length = 0;
		if (what !== 1) this.overflow = 0;
	}

	/** The row as text, each change of colour as an SGR sequence, all of them closed at the end. */
	toString(): string {
		let text = '';
		let active = plainSgr;
		for (let column = 0; column < this.#cells.length; column++) {
			const cell = this.#cells[column] ?? blank;
			if (cell.sgr !== active) {
				text += change(active, cell.sgr);
				active = cell.sgr;
			}

			text += cell.text;
		}

		return text + change(active, plainSgr);
	}

	#put(character: string, width: number, sgr: Sgr): void {
		if (this.#column + width > widestLine) {
			this.overflow += Buffer.byteLength(character);
			return;
		}

		this.#split(this.#column);
		this.#split(this.#column + width);
		this.#cells[this.#column] = {text: character, sgr};
		if (width === 2) this.#cells[this.#column + 1] = {text: '', sgr};
		this.#column += width;
	}

	/** A wide character that loses one half loses both. */
	#split(column: number): void {
		if (this.#cells[column]?.text !== '') return;
		this.#cells[column - 1] = undefined;
		this.#cells[column] = undefined;
	}

	#combine(character: string): void {
		const column = this.#cells[this.#column - 1]?.text === '' ? this.#column - 2 : this.#column - 1;
		const cell = this.#cells[column];
		// A pile of accents without end is not kept.
		if (cell !== undefined && cell.text.length < 32) cell.text += character;
	}
}

const blank: Cell = {text: ' ', sgr: plainSgr};

/** Bidirectional controls, which make text read otherwise than it is; line and paragraph separators; byte order marks. */
export const unseen = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Characters that make one with their neighbours. */
export const joined =
	/\p{Mark}|\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u1100-\u11ff]/u;
const segmenter = new Intl.Segmenter();

function* split(text: string): Iterable<string> {
	if (joined.test(text)) for (const {segment} of segmenter.segment(text)) yield segment;
	else yield* text;
}

/** 1, 2, or 3 for 0: most lines are of few characters, and measuring one takes a microsecond. */
const widths = new Uint8Array(0x11_0000);

function widthOf(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	if (character.length > (code > 0xffff ? 2 : 1)) return Math.min(2, stringWidth(character));
	const known = widths[code] ?? 0;
	if (known !== 0) return known % 3;
	const width = Math.min(2, stringWidth(character));
	widths[code] = width === 0 ? 3 : width;
	return width;
}

/** The sequences that lead from one state of colours to another. */
export function change(from: Sgr, to: Sgr): string {
	if (from === to) return '';
	const [before, after] = [sgrParameters(from), sgrParameters(to)];
	if (before === after) return '';
	return `${before === '' ? '' : '\u001b[0m'}${after === '' ? '' : `\u001b[${after}m`}`;
}
