import {type FileHandle, open} from 'node:fs/promises';
import {setImmediate} from 'node:timers/promises';
import {CiError} from '../errors.js';

/** More than this waiting to be written is too much: whoever writes waits. */
const highWater = 512 * 1024;

/** Appends to several files in the order of the calls, many small pieces in one write. */
export class AppendQueue {
	readonly #files: readonly string[];
	readonly #handles: readonly FileHandle[];
	readonly #written: () => void;
	#waiting: Buffer[][];
	#bytes = 0;
	/** Those who wait for room, which there is when what waits is being written. */
	#full: PromiseWithResolvers<void> | undefined;
	#pumping: Promise<void> | undefined;
	#failure: CiError | undefined;

	/** Makes the files, empty and readable by their owner alone. `written` is called when readers can see more. */
	static async open(files: readonly string[], written: () => void): Promise<AppendQueue> {
		const handles: FileHandle[] = [];
		try {
			for (const file of files) handles.push(await open(file, 'w', 0o600));
		} catch (error) {
			await Promise.all(handles.map(handle => handle.close()));
			throw unwritten(files[handles.length] ?? '', error);
		}

		return new AppendQueue(files, handles, written);
	}

	private constructor(files: readonly string[], handles: readonly FileHandle[], written: () => void) {
		this.#files = files;
		this.#handles = handles;
		this.#written = written;
		this.#waiting = handles.map(() => []);
	}

	/** Keeps `bytes` until they are written: they are the queue's from now on. */
	append(file: number, bytes: Buffer): void {
		if (this.#failure !== undefined || bytes.length === 0) return;
		this.#waiting[file]?.push(bytes);
		this.#bytes += bytes.length;
		this.#pumping ??= this.#pump();
	}

	/** Undefined when more may be appended at once; else resolves when it may, and rejects when the disk takes no more. */
	drained(): Promise<void> | undefined {
		if (this.#failure !== undefined) return Promise.reject(this.#failure);
		if (this.#bytes <= highWater) return undefined;
		this.#full ??= Promise.withResolvers();
		return this.#full.promise;
	}

	/** Resolves when everything is written; rejects with a CiError when it could not be. */
	async flush(): Promise<void> {
		while (this.#pumping !== undefined) await this.#pumping;
		if (this.#failure !== undefined) throw this.#failure;
	}

	async close(): Promise<void> {
		try {
			await this.flush();
		} finally {
			await Promise.all(this.#handles.map(handle => handle.close()));
		}
	}

	async #pump(): Promise<void> {
		// Pieces that come in the same turn go out together.
		await setImmediate();
		while (this.#bytes > 0 && this.#failure === undefined) {
			const batch = this.#waiting;
			this.#waiting = batch.map(() => []);
			this.#bytes = 0;
			this.#full?.resolve();
			this.#full = undefined;
			for (const [file, pieces] of batch.entries()) await this.#write(file, pieces);
			this.#written();
		}

		this.#pumping = undefined;
		if (this.#failure !== undefined) this.#full?.reject(this.#failure);
	}

	async #write(file: number, pieces: readonly Buffer[]): Promise<void> {
		if (pieces.length === 0 || this.#failure !== undefined) return;
		try {
			await writeAll(this.#handles[file], pieces);
		} catch (error) {
			this.#failure = unwritten(this.#files[file] ?? '', error);
		}
	}
}

/** A file system that is nearly full writes a part and says so: the rest is tried again, and then fails. */
async function writeAll(handle: FileHandle | undefined, pieces: readonly Buffer[]): Promise<void> {
	if (handle === undefined) return;
	let written = 0;
	// Few big pieces go out as they are, many small ones as one.
	if (pieces.length <= 64) written = (await handle.writev([...pieces])).bytesWritten;
	if (written === pieces.reduce((sum, {length}) => sum + length, 0)) return;
	for (let rest = Buffer.concat(pieces).subarray(written); rest.length > 0; ) {
		rest = rest.subarray((await handle.write(rest)).bytesWritten);
	}
}

function unwritten(file: string, cause: unknown): CiError {
	const why = cause instanceof Error ? cause.message : String(cause);
	return new CiError('LOG_NOT_WRITTEN', `the log ${file} could not be written: ${why}`, {
		hint: 'make room on the disk, for example with `ci-tui clean`, and run again',
		cause,
	});
}
