import {closeSync, fstatSync, openSync, read, readSync} from 'node:fs';

/** A file to be read at any place while somebody else appends to it; one that does not exist yet is empty. */
export class GrowingFile {
	readonly #path: string;
	#descriptor: number | undefined;
	#closed = false;

	constructor(path: string) {
		this.#path = path;
	}

	size(): number {
		const descriptor = this.#open();
		return descriptor === undefined ? 0 : fstatSync(descriptor).size;
	}

	/** For the few bytes of an index; shorter than asked for at the file's end. */
	readNow(offset: number, length: number): Buffer {
		const descriptor = this.#open();
		if (descriptor === undefined || length <= 0) return Buffer.alloc(0);
		const bytes = Buffer.allocUnsafe(length);
		return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
	}

	/** Shorter than asked for at the file's end. */
	async read(offset: number, length: number): Promise<Buffer> {
		const descriptor = this.#open();
		if (descriptor === undefined || length <= 0) return Buffer.alloc(0);
		const bytes = Buffer.allocUnsafe(length);
		const count = await new Promise<number>((resolve, reject) => {
			read(descriptor, bytes, 0, length, offset, (error, bytesRead) => (error ? reject(error) : resolve(bytesRead)));
		});
		return bytes.subarray(0, count);
	}

	close(): void {
		this.#closed = true;
		if (this.#descriptor !== undefined) closeSync(this.#descriptor);
		this.#descriptor = undefined;
	}

	#open(): number | undefined {
		if (this.#closed || this.#descriptor !== undefined) return this.#descriptor;
		try {
			this.#descriptor = openSync(this.#path, 'r');
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
		}

		return this.#descriptor;
	}
}
