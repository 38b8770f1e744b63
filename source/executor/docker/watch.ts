import {setTimeout as pause} from 'node:timers/promises';
import type Docker from 'dockerode';
import {CiError} from '../../errors.js';
import type {Outcome} from '../../model/outcome.js';

const everyMs = 10_000;
const answerMs = 20_000;
const patience = 3;

/**
 * Asks the engine now and then, while a job runs, whether it is still there. An engine that is killed closes the connections, which
 * is noticed at once; one that hangs keeps them open and says nothing any more, which only this notices.
 */
export class Watch {
	readonly #docker: Docker;
	readonly #waiting = new Set<(outcome: Outcome) => void>();
	#timer: NodeJS.Timeout | undefined;
	#failures = 0;

	constructor(docker: Docker) {
		this.#docker = docker;
	}

	/** Resolves when the engine is given up; `stop` ends the waiting. */
	whenLost(): {readonly outcome: Promise<Outcome>; stop(): void} {
		const {promise, resolve} = Promise.withResolvers<Outcome>();
		this.#waiting.add(resolve);
		this.#timer ??= setInterval(() => void this.#ask(), everyMs);
		return {
			outcome: promise,
			stop: () => {
				this.#waiting.delete(resolve);
				if (this.#waiting.size === 0) {
					this.close();
				}
			},
		};
	}

	close(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	async #ask(): Promise<void> {
		const answered = await Promise.race([
			this.#docker.ping().then(
				() => true,
				() => false,
			),
			pause(answerMs, false, {ref: false}),
		]);
		this.#failures = answered ? 0 : this.#failures + 1;
		if (this.#failures >= patience) {
			const error = new CiError('ENGINE_LOST', 'the Docker engine does not answer any more.', {
				hint: 'See whether it runs: docker version',
			});
			for (const resolve of this.#waiting) {
				resolve({kind: 'errored', error});
			}
		}
	}
}
