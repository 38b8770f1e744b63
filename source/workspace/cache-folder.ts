import {createHash} from 'node:crypto';
import {access, mkdir, readdir, rm, stat} from 'node:fs/promises';
import path from 'node:path';

/** What a write that was broken off leaves is removed when it is this old: no other process can still be at it. */
const abandonedMs = 24 * 3_600_000;

/**
 * Where the caches of a repository are kept, one tar file a key, shared by its runs and its processes. A file is only ever replaced
 * as a whole: who reads one while another job saves it gets the one it has opened.
 */
export class CacheFolder {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	fileOf(key: string): string {
		return path.join(this.#folder, `${fileName(key)}.tar`);
	}

	/** The first of these keys under which there is a cache. */
	async find(keys: readonly string[]): Promise<string | undefined> {
		for (const key of keys) {
			try {
				await access(this.fileOf(key));
				return key;
			} catch {
				// Nothing under this key: the next one.
			}
		}

		return undefined;
	}

	/** Removes all caches; answers how many there were, and their bytes. A job that saves one at this moment may leave it. */
	async clear(): Promise<{readonly count: number; readonly bytes: number}> {
		const names = await readdir(this.#folder).catch(() => []);
		let [count, bytes] = [0, 0];
		for (const name of names.filter(one => one.endsWith('.tar'))) {
			const file = path.join(this.#folder, name);
			const stats = await stat(file).catch(() => undefined);
			await rm(file, {force: true});
			count += stats === undefined ? 0 : 1;
			bytes += stats?.size ?? 0;
		}

		return {count, bytes};
	}

	/** Makes the folder, for its owner alone, and clears it of what broken writes left. */
	async make(now: number = Date.now()): Promise<void> {
		await mkdir(this.#folder, {recursive: true, mode: 0o700});
		for (const name of await readdir(this.#folder)) {
			const file = path.join(this.#folder, name);
			const stats = name.endsWith('.partial') ? await stat(file).catch(() => undefined) : undefined;
			if (stats !== undefined && now - stats.mtimeMs > abandonedMs) {
				await rm(file, {force: true});
			}
		}
	}
}

/** Keys that differ have names that differ, also where the file system does not tell capitals from small letters. */
function fileName(key: string): string {
	const safe = key.replaceAll(/[^a-z0-9._-]/gi, '_').replace(/^\./, '_');
	const isItself = safe === key && key.length <= longestName && !/[A-Z]/.test(key);
	return isItself
		? key
		: `${safe.slice(0, longestName)}~${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}

const longestName = 100;
