import {setTimeout as pause} from 'node:timers/promises';
import {failureOf} from './engine-error.js';

const longestWaitMs = 1600;

/** Removes things behind the back of what goes on; `close` waits for all of it. */
export class Removal {
	readonly #running = new Set<Promise<void>>();

	/** Starts a removal in the background. */
	start(remove: () => Promise<void>): Promise<void> {
		const removal = remove();
		this.#running.add(removal);
		void removal.then(() => this.#running.delete(removal));
		return removal;
	}

	/**
	 * Removes one thing, with patience; what is gone already is fine. Never rejects: nobody could act on it here, and what stays has
	 * labels by which the next sweep finds it.
	 */
	async attempt(remove: () => Promise<unknown>): Promise<void> {
		for (let waitMs = 50; waitMs <= longestWaitMs; waitMs *= 2) {
			try {
				await remove();
				return;
			} catch (error) {
				const {statusCode} = failureOf(error);
				if (statusCode === 404 || statusCode === undefined) {
					return;
				}
			}

			// Somebody else removes it at the same time, or what uses it is about to go.
			await pause(waitMs);
		}
	}

	/** Resolves when everything that was started, also meanwhile, has come to its end. */
	async close(): Promise<void> {
		while (this.#running.size > 0) {
			await Promise.all(this.#running);
		}
	}
}
