import type {Readable} from 'node:stream';

const headerSize = 8;

/**
 * Takes the frames of an attached container apart (https://docs.docker.com/reference/api/engine/, "Stream format": one byte for
 * the stream, three zeros, four for the size, then that many bytes). Both streams come out as one, in the order they came in.
 */
export class Demultiplexer {
	readonly #header = Buffer.alloc(headerSize);
	#headerFill = 0;
	#left = 0;

	/** What of the chunk is content. The chunk is given away: the content is moved together within it. */
	take(chunk: Buffer): Buffer {
		let from = 0;
		let to = 0;
		while (from < chunk.length) {
			if (this.#left === 0) {
				from += this.#takeHeader(chunk, from);
				continue;
			}

			const size = Math.min(this.#left, chunk.length - from);
			if (to !== from) {
				chunk.copyWithin(to, from, from + size);
			}

			from += size;
			to += size;
			this.#left -= size;
		}

		return chunk.subarray(0, to);
	}

	#takeHeader(chunk: Buffer, from: number): number {
		const size = Math.min(headerSize - this.#headerFill, chunk.length - from);
		chunk.copy(this.#header, this.#headerFill, from, from + size);
		this.#headerFill += size;
		if (this.#headerFill === headerSize) {
			this.#left = this.#header.readUInt32BE(4);
			this.#headerFill = 0;
		}

		return size;
	}
}

/** What an attached container writes, to its end. */
export async function* contentOf(stream: Readable): AsyncGenerator<Buffer> {
	const demultiplexer = new Demultiplexer();
	for await (const chunk of stream) {
		const content = demultiplexer.take(chunk as Buffer);
		if (content.length > 0) {
			yield content;
		}
	}
}
