import {createHash, randomUUID} from 'node:crypto';
import {mkdir, readFile, rename, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';

export interface Copy {
	readonly text: string;
	/** Ms since the epoch. */
	readonly copiedAt: number;
}

/** Copies of fetched files, one file each; the file's time says when it was fetched. Only the user may read them. */
export class IncludeCache {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	async read(key: string): Promise<Copy | undefined> {
		const file = this.#fileOf(key);
		try {
			const [text, {mtimeMs}] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
			return {text, copiedAt: mtimeMs};
		} catch {
			// Never copied, or not readable: then there is no copy.
			return undefined;
		}
	}

	/** A cache that cannot be written is none, and no reason to fail. */
	async write(key: string, text: string): Promise<void> {
		const file = this.#fileOf(key);
		const part = `${file}.${randomUUID()}`;
		try {
			await mkdir(this.#folder, {recursive: true, mode: 0o700});
			await writeFile(part, text, {mode: 0o600});
			await rename(part, file);
		} catch {
			// A full disk or a folder of somebody else: the file was fetched all the same.
		}
	}

	#fileOf(key: string): string {
		return path.join(this.#folder, `${createHash('sha256').update(key).digest('hex')}.yml`);
	}
}
