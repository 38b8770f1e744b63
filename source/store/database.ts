import {rename, stat} from 'node:fs/promises';
import {Low} from 'lowdb';
import {CiError} from '../errors.js';
import {type DatabaseDocument, emptyDatabase, isDatabase} from './documents.js';
import {BrokenFile, DurableJson} from './durable-json.js';
import {type Layout, makeStateFolder, runFolders} from './layout.js';
import {withLock} from './lock.js';
import {rebuildDatabase} from './rebuild.js';
import {codeOf, notWritten} from './store-error.js';

/** `db.json`: many read, one at a time writes. */
export class Database {
	readonly #layout: Layout;
	readonly #low: Low<DatabaseDocument>;
	/** Told what had to be mended, in words. */
	readonly #onMended: (what: string) => void;
	/** Which version of the file is in memory. */
	#version: string | undefined;

	constructor(layout: Layout, onMended: (what: string) => void) {
		this.#layout = layout;
		this.#onMended = onMended;
		this.#low = new Low<DatabaseDocument>(new DurableJson(layout.database, isDatabase), emptyDatabase());
	}

	/** What is stored now; not to be changed. */
	async read(): Promise<DatabaseDocument> {
		if (!(await this.#refresh())) await this.update(() => {});
		return this.#low.data;
	}

	/** Changes what is stored while nobody else does; nothing is written when `change` leaves it as it was. */
	async update<T>(change: (data: DatabaseDocument) => T | Promise<T>): Promise<T> {
		try {
			await makeStateFolder(this.#layout);
			return await withLock(this.#layout.lock, async () => {
				if (!(await this.#refresh())) await this.#mend();
				const before = {...this.#low.data};
				const result = await change(this.#low.data);
				const changed = Object.entries(this.#low.data).some(
					([key, value]) => before[key as keyof DatabaseDocument] !== value,
				);
				if (changed) await this.#write();
				return result;
			});
		} catch (error) {
			// What is in memory may not be what is on the disk.
			this.#version = undefined;
			throw notWritten(this.#layout.folder, error);
		}
	}

	/** False when the file is broken, or gone though there are runs. */
	async #refresh(): Promise<boolean> {
		const version = await this.#fileVersion();
		if (version === undefined) {
			this.#low.data = emptyDatabase();
			return (await runFolders(this.#layout)).length === 0;
		}

		if (version === this.#version) return true;
		try {
			await this.#low.read();
		} catch (error) {
			if (error instanceof BrokenFile) return false;
			throw error;
		}

		if (this.#low.data.version !== 1) {
			throw new CiError('STORE_TOO_NEW', `${this.#layout.database} was written by a newer ci-tui`, {
				hint: 'install that version, or remove the file: it is made again from the runs',
			});
		}

		this.#version = version;
		return true;
	}

	/** Puts a broken file aside and makes it again from the runs. */
	async #mend(): Promise<void> {
		const {database} = this.#layout;
		const aside = `${database}.broken-${new Date().toISOString().replace(/[:.]/g, '-')}`;
		try {
			await rename(database, aside);
			this.#onMended(`db.json could not be read: it was put aside as ${aside} and made again from the runs`);
		} catch (error) {
			if (codeOf(error) !== 'ENOENT') throw error;
			this.#onMended('db.json was gone: it was made again from the runs');
		}

		this.#low.data = await rebuildDatabase(this.#layout);
		await this.#write();
	}

	async #write(): Promise<void> {
		await this.#low.write();
		this.#version = await this.#fileVersion();
	}

	async #fileVersion(): Promise<string | undefined> {
		try {
			const {mtimeNs, size, ino} = await stat(this.#layout.database, {bigint: true});
			return `${mtimeNs} ${size} ${ino}`;
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return undefined;
			throw error;
		}
	}
}
