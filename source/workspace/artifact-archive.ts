import {createWriteStream} from 'node:fs';
import {rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {type Pack, pack} from 'tar-stream';
import {addEntry, type EntryHeader, streamEntry} from './tar-entries.js';

/** A tar file of artifacts that is being written: it gets its name when it is complete, and none when it is empty. */
export class ArtifactArchive {
	readonly #file: string;
	readonly #tar: Pack = pack();
	readonly #writing: Promise<void>;
	readonly #names = new Set<string>();
	/** Folders seen so far, for those of them in which a file is taken. */
	readonly #folders = new Map<string, EntryHeader>();

	constructor(file: string) {
		this.#file = file;
		const target = createWriteStream(this.#partial, {mode: 0o600});
		this.#writing = pipeline(Readable.from(this.#tar, {objectMode: false}), target);
		this.#writing.catch(() => {
			// `close` rejects with it, or `discard` was called.
		});
	}

	/** Files, links and the folders they are in. */
	get size(): number {
		return this.#names.size;
	}

	has(name: string): boolean {
		return this.#names.has(name);
	}

	/** A folder is written when something in it is. */
	addFolder(header: EntryHeader): void {
		this.#folders.set(header.name, header);
	}

	async add(header: EntryHeader, content?: AsyncIterable<Buffer>): Promise<void> {
		await this.#addParents(path.posix.dirname(header.name));
		this.#names.add(header.name);
		if (content !== undefined && (header.size ?? 0) > 0) {
			await Promise.race([streamEntry(this.#tar, header, content), this.#failure()]);
		} else {
			await addEntry(this.#tar, header);
		}
	}

	/** Resolves when the file is complete and has its name; false when there was nothing to put in it. */
	async close(): Promise<boolean> {
		if (this.#names.size === 0) {
			await this.discard();
			return false;
		}

		this.#tar.finalize();
		await this.#writing;
		await rename(this.#partial, this.#file);
		return true;
	}

	async discard(): Promise<void> {
		this.#tar.destroy();
		await this.#writing.catch(() => {
			// It was broken off, which is what was asked for.
		});
		await rm(this.#partial, {force: true});
	}

	get #partial(): string {
		return `${this.#file}.partial`;
	}

	async #addParents(folder: string): Promise<void> {
		if (folder === '.' || this.#names.has(folder)) {
			return;
		}

		await this.#addParents(path.posix.dirname(folder));
		this.#names.add(folder);
		const {mode = 0o755, uid = 0, gid = 0} = this.#folders.get(folder) ?? {};
		await addEntry(this.#tar, {name: `${folder}/`, type: 'directory', mode, uid, gid});
	}

	/** A disk that is full ends the writing, and nobody reads the tar any more: waiting for it would be for ever. */
	async #failure(): Promise<never> {
		await this.#writing;
		throw new Error('the archive was closed early');
	}
}
