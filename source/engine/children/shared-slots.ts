/**
 * Slots that a run and its child pipelines share: together they run no more jobs at once than the run alone may. First
 * come, first served.
 */
export class SharedSlots {
	readonly #waiting: (() => void)[] = [];
	#free: number;

	constructor(slots: number) {
		this.#free = slots;
	}

	/** Does the work once there is a slot; undefined when it was stopped before there was one. */
	async use<T>(work: () => Promise<T>, stop: AbortSignal): Promise<T | undefined> {
		if (!(await this.#take(stop))) return undefined;
		try {
			return await work();
		} finally {
			this.#give();
		}
	}

	async #take(stop: AbortSignal): Promise<boolean> {
		if (stop.aborted) return false;
		if (this.#free > 0) {
			this.#free--;
			return true;
		}

		return new Promise(resolve => {
			const taken = (): void => {
				stop.removeEventListener('abort', stopped);
				resolve(true);
			};
			const stopped = (): void => {
				this.#waiting.splice(this.#waiting.indexOf(taken), 1);
				resolve(false);
			};
			this.#waiting.push(taken);
			stop.addEventListener('abort', stopped, {once: true});
		});
	}

	#give(): void {
		const next = this.#waiting.shift();
		if (next === undefined) this.#free++;
		else next();
	}
}
