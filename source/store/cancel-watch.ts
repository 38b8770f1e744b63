import {access, rm} from 'node:fs/promises';
import {codeOf} from './store-error.js';

/** How often a running process looks whether another one wants its run canceled, in ms. */
const pause = 250;

/** Waits for the file that asks to cancel a run; it is taken away when it was seen. */
export class CancelWatch {
	readonly #file: string;
	readonly #listeners = new Set<() => void>();
	#timer: NodeJS.Timeout | undefined;

	constructor(file: string) {
		this.#file = file;
	}

	/** Calls back once. */
	subscribe(listener: () => void): () => void {
		const own = () => listener();
		this.#listeners.add(own);
		this.#wait();
		return () => {
			this.#listeners.delete(own);
			if (this.#listeners.size === 0) this.close();
		};
	}

	close(): void {
		this.#listeners.clear();
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	#wait(): void {
		this.#timer ??= setTimeout(() => void this.#look(), pause).unref();
	}

	async #look(): Promise<void> {
		const asked = await isThere(this.#file);
		this.#timer = undefined;
		if (this.#listeners.size === 0) return;
		if (!asked) {
			this.#wait();
			return;
		}

		const listeners = [...this.#listeners];
		this.#listeners.clear();
		for (const listener of listeners) listener();
		// Should it stay, it is taken away before the run is gone on with.
		await rm(this.#file, {force: true}).catch(() => {});
	}
}

async function isThere(file: string): Promise<boolean> {
	try {
		await access(file);
		return true;
	} catch (error) {
		// A folder that cannot be looked into asks for nothing.
		return codeOf(error) === undefined;
	}
}
