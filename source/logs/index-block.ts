import type {LogLine} from './log.js';
import {applySgr, plainSgr, type Sgr, sgrParameters} from './sgr.js';
import {readVarint} from './varint.js';

/**
 * The index beside a log, `<log>.index`: blocks of 1 KiB, each readable alone, so that any line is found by a binary search
 * and a log of any size opens at its end at once. It is only ever appended to: what is there of it is right.
 *
 * A block is a header and then an entry a line; all numbers are little-endian.
 *
 * | byte | what                                                                                 |
 * |------|--------------------------------------------------------------------------------------|
 * | 0    | `CTI1`                                                                               |
 * | 4    | kind of the first line (its place in `kinds`), then the length of the SGR parameters |
 * | 8    | number of the first line, float64                                                    |
 * | 16   | its offset in the log in bytes, float64                                              |
 * | 24   | its time in ms since the log was opened, float64                                     |
 * | 32   | its command + 1, uint32, or 0                                                        |
 * | 40   | SGR parameters in force at its start, ASCII, at most 88                              |
 * | 128  | entries; a 0 byte or the end of the block ends them                                  |
 *
 * An entry: varint of the line's length with its newline, doubled, plus 1 when a tag follows; varint of the ms since the line
 * before; and the tag, when kind or command differ from the line before: a byte for the kind, a varint of the command + 1.
 */
export const blockSize = 1024;
export const headerSize = 128;
export const magic = 'CTI1';
export const kinds: readonly LogLine['kind'][] = ['output', 'command', 'notice', 'warning', 'error'];

/** A block covers this much of the log or a line more, so that finding the colours at a line reads little. */
export const coveredBytes = 64 * 1024;

export interface LineTag {
	readonly kind: LogLine['kind'];
	readonly command?: number | undefined;
}

export interface IndexEntry extends LineTag {
	/** Where the line begins in the log. */
	readonly offset: number;
	/** In bytes, with its newline if it has one. */
	readonly length: number;
	readonly at: number;
}

export interface IndexBlock {
	readonly firstLine: number;
	/** In force at the start of the first line. */
	readonly sgr: Sgr;
	readonly entries: readonly IndexEntry[];
}

/** Where the line after the last one of a block begins. */
export function blockEnd(block: IndexBlock): {readonly line: number; readonly offset: number; readonly at: number} {
	const last = block.entries.at(-1);
	return {
		line: block.firstLine + block.entries.length,
		offset: last === undefined ? 0 : last.offset + last.length,
		at: last?.at ?? 0,
	};
}

/** Reads a block that may be cut off anywhere; undefined when it is not a block. */
export function decodeBlock(bytes: Buffer): IndexBlock | undefined {
	if (bytes.length < headerSize || bytes.toString('latin1', 0, 4) !== magic) return undefined;
	let tag: LineTag = {kind: kinds[bytes[4] ?? 0] ?? 'output', command: commandOf(bytes.readUInt32LE(32))};
	let offset = bytes.readDoubleLE(16);
	let at = bytes.readDoubleLE(24);
	const entries: IndexEntry[] = [];
	for (let place = headerSize; place < bytes.length && bytes[place] !== 0; ) {
		const size = readVarint(bytes, place);
		const time = size && readVarint(bytes, size.end);
		if (size === undefined || time === undefined) break;
		place = time.end;
		if (size.value % 2 === 1) {
			const command = readVarint(bytes, place + 1);
			if (command === undefined) break;
			tag = {kind: kinds[bytes[place] ?? 0] ?? 'output', command: commandOf(command.value)};
			place = command.end;
		}

		const length = Math.floor(size.value / 2);
		at += time.value;
		entries.push({offset, length, at, ...tag});
		offset += length;
	}

	const parameters = bytes.toString('latin1', 40, 40 + Math.min(88, bytes[5] ?? 0));
	const sgr = parameters === '' ? plainSgr : applySgr(plainSgr, parameters);
	return {firstLine: bytes.readDoubleLE(8), sgr, entries};
}

/** A header, complete but for its entries. */
export function encodeHeader(line: number, first: IndexEntry, sgr: Sgr): Buffer {
	const header = Buffer.alloc(headerSize);
	const parameters = sgrParameters(sgr).slice(0, 88);
	header.write(magic, 'latin1');
	header[4] = kinds.indexOf(first.kind);
	header[5] = parameters.length;
	header.writeDoubleLE(line, 8);
	header.writeDoubleLE(first.offset, 16);
	header.writeDoubleLE(first.at, 24);
	header.writeUInt32LE(first.command === undefined ? 0 : first.command + 1, 32);
	header.write(parameters, 40, 'latin1');
	return header;
}

function commandOf(stored: number): number | undefined {
	return stored === 0 ? undefined : stored - 1;
}
