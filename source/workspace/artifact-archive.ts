import {randomUUID} from 'node:crypto';
import {createWriteStream} from 'node:fs';
import {rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {type Pack, pack} from 'tar-stream';
import {addEntry, type EntryHeader, streamEntry} from './tar-entries.js';

export interface ArchiveOptions {
	/** Everybody may read and write what is unpacked of it. */
	readonly openToAll?: boolean;
}

/**
 * A tar file of artifacts, or of a cache, that is being written: it gets its name when it is complete, and none when it is empty.
 * Others may write a file of this name at the same time: who is ready last wins.
 */
export class ArtifactArchive {
	readonly #file: string;
	readonly #partial: string;
	readonly #openToAll: boolean;
	readonly #tar: Pack = pack();
	readonly #writing: Promise<void>;
	readonly #names = new Set<string>();
	/** Folders seen so far, for those of them in which a file is taken. */
	readonly #folders = new Map<string, EntryHeader>();

	constructor(file: string, {openToAll = false}: ArchiveOptions = {}) {
		this.#file = file;
		this.#partial = `${file}.${randomUUID().slice(0, 8)}.partial`;
		this.#openToAll = openToAll;
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
			await Promise.race([streamEntry(this.#tar, this.#opened(header), content), this.#failure()]);
		} else {
			await addEntry(this.#tar, this.#opened(header));
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

	async #addParents(folder: string): Promise<void> {
		if (folder === '.' || this.#names.has(folder)) {
			return;
		}

		await this.#addParents(path.posix.dirname(folder));
		this.#names.add(folder);
		// One that nobody has looked at is the workspace's, where everybody may write.
		const {mode = 0o777, uid = 0, gid = 0} = this.#folders.get(folder) ?? {};
		await addEntry(this.#tar, this.#opened({name: `${folder}/`, type: 'directory', mode, uid, gid}));
	}

	#opened(header: EntryHeader): EntryHeader {
		const {mode, type} = header;
		if (!this.#openToAll || mode === undefined) {
			return header;
		}

		return {...header, mode: mode | (type === 'directory' || (mode & 0o111) !== 0 ? 0o777 : 0o666)};
	}

	/** A disk that is full ends the writing, and nobody reads the tar any more: waiting for it would be for ever. */
	async #failure(): Promise<never> {
		await this.#writing;
		throw new Error('the archive was closed early');
	}
}
