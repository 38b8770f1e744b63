import {GrowingFile} from './growing-file.js';
import {blockEnd, blockSize, decodeBlock, headerSize, type IndexBlock} from './index-block.js';

/** The blocks of an index on disk, as far as they are there. */
export class IndexFile {
	readonly #file: GrowingFile;
	#size = 0;
	#last: IndexBlock | undefined;
	/** Place of the last block that has a line, or -1. */
	#lastPlace = -1;

	constructor(path: string) {
		this.#file = new GrowingFile(path);
	}

	/** The last block that has a line. */
	get last(): IndexBlock | undefined {
		return this.#last;
	}

	/** Looks what is there; `logSize` bytes of the log are: an index that knows more belongs to another log and is left aside. */
	refresh(logSize: number): void {
		const size = this.#file.size();
		if (size !== this.#size) {
			this.#size = size;
			this.#lastPlace = Math.ceil(size / blockSize) - 1;
			this.#last = this.#read(this.#lastPlace);
			// Its header may be cut off: the block before it is whole.
			if (this.#last === undefined && this.#lastPlace > 0) this.#last = this.#read(--this.#lastPlace);
		}

		if (this.#last !== undefined && blockEnd(this.#last).offset > logSize) this.#last = undefined;
	}

	/** The block with this line, which must be at or before the last one known. */
	find(line: number): IndexBlock | undefined {
		let [low, high] = [0, this.#lastPlace];
		if (this.#last === undefined || line >= this.#last.firstLine) return this.#last;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			const header = this.#file.readNow(middle * blockSize, headerSize);
			if (header.readDoubleLE(8) <= line) low = middle;
			else high = middle - 1;
		}

		return this.#read(low);
	}

	close(): void {
		this.#file.close();
	}

	#read(place: number): IndexBlock | undefined {
		if (place < 0) return undefined;
		const block = decodeBlock(this.#file.readNow(place * blockSize, blockSize));
		return block !== undefined && block.entries.length > 0 ? block : undefined;
	}
}
