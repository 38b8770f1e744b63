import {asCiError} from './as-ci-error.js';
import type {Happening} from './live-run.js';

/** Resource groups (`resource_group`) across all runs of a repository, in this process and in others. */
export interface ResourceLocks {
	/**
	 * Resolves, once nobody else has the group, with what gives it back; who asked first gets it first. Rejects when
	 * `signal` is aborted before, or the disk does not take it.
	 */
	acquire(group: string, signal: AbortSignal): Promise<() => Promise<void>>;
}

/** The groups that the jobs of one run have or wait for. */
export class Resources {
	readonly #locks: ResourceLocks | undefined;
	readonly #happened: (event: Happening) => void;
	/** By job; what comes next of a group waits for what came before. */
	readonly #asked = new Map<string, {readonly abort: AbortController; readonly release: () => Promise<void>}>();
	#releasing: Promise<unknown> = Promise.resolve();

	/** Without locks every group is free. */
	constructor(locks: ResourceLocks | undefined, happened: (event: Happening) => void) {
		this.#locks = locks;
		this.#happened = happened;
	}

	acquire(job: string, group: string): void {
		const abort = new AbortController();
		const {signal} = abort;
		const acquired = this.#releasing.then(() => this.#locks?.acquire(group, signal));
		this.#asked.set(job, {
			abort,
			release: async () => {
				// What was not acquired yet rejects, and there is nothing to give back.
				const giveBack = await acquired.catch(() => undefined);
				await giveBack?.();
			},
		});
		acquired.then(
			() => {
				if (!signal.aborted) this.#happened({type: 'resource-acquired', job, group});
			},
			(error: unknown) => {
				if (!signal.aborted) this.#happened({type: 'run-cancel-requested', error: asCiError(error)});
			},
		);
	}

	release(job: string): void {
		const asked = this.#asked.get(job);
		this.#asked.delete(job);
		asked?.abort.abort();
		// A lock that cannot be given back is given up with this process.
		this.#releasing = Promise.all([this.#releasing, asked?.release().catch(() => {})]);
	}

	/** Gives all of them back. */
	async close(): Promise<void> {
		for (const job of [...this.#asked.keys()]) this.release(job);
		await this.#releasing;
	}
}
