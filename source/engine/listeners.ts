/** Those who want to hear something. One that throws is let go and reported: it never disturbs who tells. */
export class Listeners<T extends unknown[]> {
	readonly #listeners = new Set<{readonly listener: (...told: T) => void}>();
	readonly #report: (error: unknown) => void;

	constructor(report: (error: unknown) => void) {
		this.#report = report;
	}

	get size(): number {
		return this.#listeners.size;
	}

	/** Answers a function that takes it away again; the same listener may be added twice. */
	add(listener: (...told: T) => void): () => void {
		const entry = {listener};
		this.#listeners.add(entry);
		return () => this.#listeners.delete(entry);
	}

	tell(...told: T): void {
		for (const entry of this.#listeners) {
			try {
				entry.listener(...told);
			} catch (error) {
				this.#listeners.delete(entry);
				this.#report(error);
			}
		}
	}
}
