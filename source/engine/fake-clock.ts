import type {Clock} from './clock.js';

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
	#now: number;
	#monotonic = 0;
	readonly #timers = new Set<{readonly due: number; readonly callback: () => void}>();

	constructor(now = Date.UTC(2026, 0, 1)) {
		this.#now = now;
	}

	get timers(): number {
		return this.#timers.size;
	}

	now(): number {
		return this.#now;
	}

	monotonic(): number {
		return this.#monotonic;
	}

	setTimer(ms: number, callback: () => void): () => void {
		const timer = {due: this.#monotonic + ms, callback};
		this.#timers.add(timer);
		return () => this.#timers.delete(timer);
	}

	/** Lets time pass; timers that are due fire in the order of their times. */
	advance(ms: number): void {
		const end = this.#monotonic + ms;
		for (;;) {
			const [next] = [...this.#timers].sort((one, other) => one.due - other.due);
			if (next === undefined || next.due > end) break;
			this.#timers.delete(next);
			this.#pass(next.due - this.#monotonic);
			next.callback();
		}

		this.#pass(end - this.#monotonic);
	}

	/** Somebody sets the wall clock. */
	jump(ms: number): void {
		this.#now += ms;
	}

	#pass(ms: number): void {
		this.#monotonic += ms;
		this.#now += ms;
	}
}
