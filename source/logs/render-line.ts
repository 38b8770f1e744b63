import {Cells, widestLine} from './cells.js';
import {readSequence} from './sequence.js';
import {applySgr, plainSgr, type Sgr} from './sgr.js';
import {paintStraight} from './straight-line.js';

/** Longer lines are known by their beginning and their end alone, so that a line of any length takes the same memory. */
export const longestWhole = 128 * 1024;
/** How much of each end is kept. */
export const keptEnd = 64 * 1024;

/** The bytes of a line, without its newline. */
export interface RawLine {
	/** Everything, or the first `keptEnd` bytes of a line longer than `longestWhole`. */
	readonly head: Buffer;
	/** The last `keptEnd` bytes of such a line. */
	readonly tail?: Buffer;
	/** How many bytes the line has. */
	readonly length: number;
	/** False while more may come. */
	readonly ended: boolean;
}

export interface RenderedLine {
	readonly text: string;
	/** The colours in force after it. */
	readonly sgr: Sgr;
}

/**
 * A line as a terminal would show it, and nothing in it that does more than colour text: carriage returns, backspaces and the
 * moves of progress bars are carried out within the line, every other control is dropped.
 */
export function renderLine(raw: RawLine, sgr: Sgr): RenderedLine {
	if (sgr === plainSgr && isPlain(raw)) return {text: raw.head.toString('latin1'), sgr};
	if (raw.tail === undefined) {
		const text = decode(raw.head, raw.ended);
		return paintStraight(text, sgr) ?? draw(text, sgr, 0);
	}

	const head = decode(raw.head, false);
	const tail = decode(raw.tail.subarray(firstCharacter(raw.tail)), raw.ended);
	const restart = tail.replace(/\r+$/, '').indexOf('\r');
	// A progress bar: what is before has been written over.
	if (restart !== -1) return draw(tail.slice(restart), colorsAfter(head, sgr), 0);
	const drawn = draw(head, sgr, raw.length - raw.head.length);
	return {text: drawn.text, sgr: colorsAfter(tail, drawn.sgr)};
}

/** The colours in force after a line: the same as `renderLine` says, for less. */
export function sgrAfter(raw: RawLine, sgr: Sgr): Sgr {
	for (const part of [raw.head, raw.tail]) {
		if (part === undefined || !mayColor(part)) continue;
		const text =
			part === raw.tail
				? decode(part.subarray(firstCharacter(part)), raw.ended)
				: decode(part, raw.tail === undefined && raw.ended);
		sgr = colorsAfter(text, sgr);
	}

	return sgr;
}

/** False when nothing in these bytes can change colours: no ESC, and no byte of an 8-bit CSI. */
export function mayColor(bytes: Buffer): boolean {
	return bytes.includes(0x1b) || bytes.includes(0x9b);
}

/** Bytes in few characters: `512 B`, `82 KB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	const unit = bytes < 999_500 ? 'KB' : bytes < 999_500_000 ? 'MB' : 'GB';
	const value = bytes / {KB: 1e3, MB: 1e6, GB: 1e9}[unit];
	return `${value < 10 && unit !== 'KB' ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

function isPlain(raw: RawLine): boolean {
	if (raw.tail !== undefined || raw.length > widestLine) return false;
	for (const byte of raw.head) if (byte < 0x20 || byte > 0x7e) return false;
	return true;
}

function draw(text: string, sgr: Sgr, left: number): RenderedLine {
	const cells = new Cells();
	for (let index = 0; index < text.length; ) {
		const code = text.charCodeAt(index);
		if (code === 0x1b || (code >= 0x80 && code <= 0x9f)) {
			const {end, final, parameters} = readSequence(text, index);
			if (final === 'm') sgr = applySgr(sgr, parameters);
			else move(cells, final, parameters);
			index = end;
		} else if (code < 0x20 || code === 0x7f) {
			control(cells, code);
			index++;
		} else {
			printable.lastIndex = index;
			printable.test(text);
			cells.write(text.slice(index, printable.lastIndex), sgr);
			index = printable.lastIndex;
		}
	}

	const hidden = cells.overflow + left;
	return {text: hidden === 0 ? cells.toString() : `${cells}…+${formatBytes(hidden)}`, sgr};
}

function colorsAfter(text: string, sgr: Sgr): Sgr {
	introducer.lastIndex = 0;
	while (introducer.test(text)) {
		const {end, final, parameters} = readSequence(text, introducer.lastIndex - 1);
		if (final === 'm') sgr = applySgr(sgr, parameters);
		introducer.lastIndex = end;
	}

	return sgr;
}

const introducer = /[\x1b\x80-\x9f]/g;
const printable = /[^\x00-\x1f\x7f-\x9f]+/y;

function control(cells: Cells, code: number): void {
	if (code === 0x0d) cells.moveTo(0);
	else if (code === 0x08) cells.moveBy(-1);
	else if (code === 0x09) cells.tab();
}

/** The moves that progress bars make within their line; those that leave the line are dropped. */
function move(cells: Cells, final: string, parameters: string): void {
	const count = Number.parseInt(parameters, 10) || 0;
	if (final === 'K') cells.erase(count);
	else if (final === 'G') cells.moveTo(Math.max(1, count) - 1);
	else if (final === 'C') cells.moveBy(Math.max(1, count));
	else if (final === 'D') cells.moveBy(-Math.max(1, count));
}

/** Bytes that are no UTF-8 become U+FFFD; the cut character at the end of a line that goes on is waited for. */
function decode(bytes: Buffer, ended: boolean): string {
	return ended ? bytes.toString() : new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes, {stream: true});
}

/** Where the first whole character begins in bytes that were cut anywhere. */
function firstCharacter(bytes: Buffer): number {
	let index = 0;
	while (index < 3 && ((bytes[index] ?? 0) & 0xc0) === 0x80) index++;
	return index;
}
