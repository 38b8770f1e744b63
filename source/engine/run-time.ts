import type {Clock} from './clock.js';

/** The time of a run, in ms since the epoch: taken once from the wall clock and counted on by the monotonic one. */
export function runTime(clock: Clock): () => number {
	const begin = clock.now() - clock.monotonic();
	return () => Math.round(begin + clock.monotonic());
}
