/** Time as the engine sees it; tests steer a fake one. */
export interface Clock {
	/** ms since the epoch; may jump. */
	now(): number;
	/** ms since some moment; never goes backwards. */
	monotonic(): number;
	/** Calls back once, after at least `ms` by the monotonic clock; answers a function that calls it off. */
	setTimer(ms: number, callback: () => void): () => void;
}

/** `setTimeout` fires at once when it is given more. */
const longestTimeout = 2 ** 31 - 1;

export const systemClock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	setTimer(ms, callback) {
		const end = performance.now() + ms;
		let timeout = wait();
		return () => clearTimeout(timeout);

		function wait(): NodeJS.Timeout {
			const left = Math.max(0, Math.ceil(end - performance.now()));
			if (left <= longestTimeout) return setTimeout(callback, left);
			return setTimeout(() => {
				timeout = wait();
			}, longestTimeout);
		}
	},
};
