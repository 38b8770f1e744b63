import {isMissing} from './engine-error.js';

/** Removes things behind the back of what goes on; `close` waits for all of it. */
export class Removal {
	readonly #running = new Set<Promise<void>>();

	/** Starts a removal; an error is kept from nobody who could act on it: what stays has labels, and the next sweep finds it. */
	start(remove: () => Promise<unknown>): Promise<void> {
		const removal = this.#settle(remove);
		this.#running.add(removal);
		void removal.then(() => this.#running.delete(removal));
		return removal;
	}

	/** Resolves when everything that was started, also meanwhile, has come to its end. */
	async close(): Promise<void> {
		while (this.#running.size > 0) {
			await Promise.all(this.#running);
		}
	}

	async #settle(remove: () => Promise<unknown>): Promise<void> {
		for (let tries = 0; tries < 3; tries++) {
			try {
				await remove();
				return;
			} catch (error) {
				if (isMissing(error)) {
					return;
				}
			}
		}
	}
}
