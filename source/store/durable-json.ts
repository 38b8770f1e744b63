import {open, readFile, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {Adapter} from 'lowdb';
import {codeOf, notWritten} from './store-error.js';

/** A file that is there and does not parse. */
export class BrokenFile extends Error {
	override readonly name = 'BrokenFile';
}

/**
 * A lowdb adapter whose `write` resolves when the document is on the disk, and which never leaves half of one: lowdb's own
 * file adapter does not sync. A failed write rejects with a CiError and leaves what was good.
 */
export class DurableJson<T extends object> implements Adapter<T> {
	readonly #file: string;
	readonly #isValid: (value: unknown) => value is T;

	constructor(file: string, isValid: (value: unknown) => value is T) {
		this.#file = file;
		this.#isValid = isValid;
	}

	/** Null when there is no such file; rejects with BrokenFile when it is no document. */
	async read(): Promise<T | null> {
		let text: string;
		try {
			text = await readFile(this.#file, 'utf8');
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return null;
			throw error;
		}

		const value = parse(text);
		if (!this.#isValid(value)) throw new BrokenFile(this.#file);
		return value;
	}

	async write(data: T): Promise<void> {
		const temporary = `${this.#file}.${process.pid}.tmp`;
		try {
			const handle = await open(temporary, 'w', 0o600);
			try {
				await handle.writeFile(linePerRecord(data));
				await handle.sync();
			} finally {
				await handle.close();
			}

			await rename(temporary, this.#file);
			await syncFolder(dirname(this.#file));
		} catch (error) {
			// Best effort: the error to tell is the one that came first.
			await rm(temporary, {force: true}).catch(() => {});
			throw notWritten(this.#file, error);
		}
	}
}

/** JSON with one record of each list a line: a third of the size of lowdb's own form, and `git diff` and `grep` still read it. */
function linePerRecord(data: object): string {
	const members = Object.entries(data)
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => {
			const records = Array.isArray(value) ? value.map(record => JSON.stringify(record)).join(',\n') : undefined;
			return `${JSON.stringify(key)}: ${records === undefined ? JSON.stringify(value) : `[\n${records}\n]`}`;
		});
	return `{\n${members.join(',\n')}\n}\n`;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A rename is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} catch (error) {
		// Some file systems cannot sync a folder; then there is nothing to be done.
		if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'EPERM') throw error;
	} finally {
		await handle.close();
	}
}
