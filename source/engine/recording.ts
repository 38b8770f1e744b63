import type {CiError} from '../errors.js';
import type {RunEvent} from '../model/run-event.js';
import type {RunRecorder} from '../store/store.js';
import {asCiError} from './as-ci-error.js';
import type {Clock} from './clock.js';

/** Between two looks at whether the disk still takes what the store writes at its own pace. */
const lookEveryMs = 1000;

/** Puts what happened into the store, and says when the disk takes no more. */
export class Recording {
	readonly #recorder: RunRecorder;
	readonly #clock: Clock;
	readonly #failed: (error: CiError) => void;
	#writing: Promise<void> | undefined;
	#hasMore = false;
	#callOff: (() => void) | undefined;
	#error: CiError | undefined;

	constructor(recorder: RunRecorder, clock: Clock, failed: (error: CiError) => void) {
		this.#recorder = recorder;
		this.#clock = clock;
		this.#failed = failed;
	}

	/** A change of the run's own status goes to the disk at once. */
	record(event: RunEvent): void {
		if (this.#error !== undefined) return;
		try {
			this.#recorder.record(event);
		} catch (error) {
			this.#fail(error);
			return;
		}

		if (event.type === 'run-started' || event.type === 'run-finished') this.#flush();
		else this.#callOff ??= this.#clock.setTimer(lookEveryMs, () => this.#flush());
	}

	/** Resolves when all that was recorded is on the disk, or never will be. */
	async written(): Promise<void> {
		await this.#writing;
	}

	/** Gives the run up. Rejects when its end could not be kept and nobody has heard of that yet. */
	async close(): Promise<void> {
		this.#callOff?.();
		await this.#writing;
		try {
			await this.#recorder.close();
		} catch (error) {
			if (this.#error === undefined) throw error;
			// The run has failed for this already.
		}
	}

	#flush(): void {
		this.#callOff?.();
		this.#callOff = undefined;
		this.#hasMore = true;
		this.#writing ??= this.#write();
	}

	async #write(): Promise<void> {
		// What is told in one go is written in one go.
		await Promise.resolve();
		while (this.#hasMore && this.#error === undefined) {
			this.#hasMore = false;
			try {
				await this.#recorder.flush();
			} catch (error) {
				this.#fail(error);
			}
		}

		this.#writing = undefined;
	}

	#fail(error: unknown): void {
		this.#error = asCiError(error);
		this.#failed(this.#error);
	}
}
