import {blockEnd} from './index-block.js';
import {rawLine} from './line-splitter.js';
import type {LineBlock} from './line-table.js';
import {keptEnd, longestWhole, type RawLine} from './render-line.js';

/** More of a block is read line by line: only its last lines can be that far away. */
const readAtOnce = 256 * 1024;

/** The places of a log that hold a block's lines: one piece, and then the ends of lines that are not in it. */
export function loadLines(block: LineBlock, read: (offset: number, length: number) => Buffer): readonly RawLine[] {
	const start = block.entries[0]?.offset ?? 0;
	const piece = read(start, Math.min(readAtOnce, blockEnd(block).offset - start));
	return block.entries.map(({offset, length}, at) => {
		const ended = !(block.open && at === block.entries.length - 1);
		if (offset + length <= start + piece.length) {
			return rawLine(withoutNewline(piece.subarray(offset - start, offset - start + length)), ended);
		}

		if (length <= longestWhole) return rawLine(withoutNewline(read(offset, length)), ended);
		// One byte more than is kept: the last one may be the newline.
		const end = read(offset + length - keptEnd - 1, keptEnd + 1);
		const tail = withoutNewline(end);
		const size = length - (end.length - tail.length);
		if (size <= longestWhole) return rawLine(read(offset, size), ended);
		return {head: read(offset, keptEnd), tail: tail.subarray(-keptEnd), length: size, ended};
	});
}

function withoutNewline(bytes: Buffer): Buffer {
	return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
}
