import type {Timer} from '../scheduler/event.js';
import type {Clock} from './clock.js';

/** The timers the scheduler has asked for. */
export class Timers {
	readonly #clock: Clock;
	readonly #fired: (timer: Timer) => void;
	readonly #running = new Map<string, () => void>();

	constructor(clock: Clock, fired: (timer: Timer) => void) {
		this.#clock = clock;
		this.#fired = fired;
	}

	start(timer: Timer, afterMs: number): void {
		this.stop(timer);
		const key = keyOf(timer);
		const callOff = this.#clock.setTimer(afterMs, () => {
			this.#running.delete(key);
			this.#fired(timer);
		});
		this.#running.set(key, callOff);
	}

	stop(timer: Timer): void {
		this.#running.get(keyOf(timer))?.();
		this.#running.delete(keyOf(timer));
	}

	stopAll(): void {
		for (const callOff of this.#running.values()) callOff();
		this.#running.clear();
	}
}

function keyOf({kind, job, attempt}: Timer): string {
	return JSON.stringify([kind, job, attempt]);
}
