/** Containers made and started at a time: an engine does not start more of them in the same time, each only takes longer. */
const mostAtOnce = 3;

/** Lets a few go at a time: what somebody waits for first, else in the order they came. */
export class StartLimit {
	readonly #waiting: (() => void)[] = [];
	readonly #urgent: (() => void)[] = [];
	#going = 0;

	/** Rejects as `start` does. */
	async run<T>(start: () => Promise<T>, isUrgent: boolean): Promise<T> {
		if (this.#going >= mostAtOnce) {
			await new Promise<void>(resolve => (isUrgent ? this.#urgent : this.#waiting).push(resolve));
		} else {
			this.#going++;
		}

		try {
			return await start();
		} finally {
			const next = this.#urgent.shift() ?? this.#waiting.shift();
			if (next === undefined) {
				this.#going--;
			} else {
				next();
			}
		}
	}
}
