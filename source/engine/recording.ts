import type {CiError} from '../errors.js';
import type {RunEvent} from '../model/run-event.js';
import type {RunRecorder} from '../store/store.js';
import {asCiError} from './as-ci-error.js';

/** Puts what happened into the store, one write to the disk at a time, and says when the disk takes no more. */
export class Recording {
	readonly #recorder: RunRecorder;
	readonly #failed: (error: CiError) => void;
	#writing: Promise<void> | undefined;
	#hasMore = false;
	#error: CiError | undefined;

	constructor(recorder: RunRecorder, failed: (error: CiError) => void) {
		this.#recorder = recorder;
		this.#failed = failed;
	}

	record(event: RunEvent): void {
		if (this.#error !== undefined) return;
		try {
			this.#recorder.record(event);
		} catch (error) {
			this.#fail(error);
			return;
		}

		this.#hasMore = true;
		this.#writing ??= this.#write();
	}

	/** Resolves when all that was recorded is on the disk, or never will be. */
	async written(): Promise<void> {
		await this.#writing;
	}

	/** Gives the run up. Rejects when its end could not be kept and nobody has heard of that yet. */
	async close(): Promise<void> {
		await this.#writing;
		try {
			await this.#recorder.close();
		} catch (error) {
			if (this.#error === undefined) throw error;
			// The run has failed for this already.
		}
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
