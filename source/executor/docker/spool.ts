import {createReadStream, createWriteStream} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import type {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {makeTemporaryFolder} from '../../workspace/temporary-folder.js';

/** A stream kept in a file of this host, so that it can be read many times and is the same each time. */
export class Spool {
	readonly #source: () => Readable;
	#folder: Promise<string> | undefined;
	#file: Promise<string> | undefined;

	constructor(source: () => Readable) {
		this.#source = source;
	}

	/** Fills the file on the first call. */
	async file(): Promise<{read(): Readable}> {
		this.#file ??= this.#fill();
		const file = await this.#file;
		return {read: () => createReadStream(file)};
	}

	async close(): Promise<void> {
		if (this.#folder !== undefined) {
			await this.#file?.catch(() => {
				// Whoever asked for the file has been told.
			});
			await rm(await this.#folder, {recursive: true, force: true});
		}
	}

	async #fill(): Promise<string> {
		this.#folder = makeTemporaryFolder('spool');
		const file = path.join(await this.#folder, 'workspace.tar');
		await pipeline(this.#source(), createWriteStream(file, {mode: 0o600}));
		return file;
	}
}
