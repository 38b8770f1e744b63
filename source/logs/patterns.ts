/** Many byte strings to be found at once (Aho and Corasick, 1975): each byte is looked at once, however many there are. */
export interface Patterns {
	/** By byte: not 0 when a pattern begins with it. */
	readonly starts: Int32Array;
	/** The state after a byte; 0 is the state in which nothing has begun. */
	next(state: number, byte: number): number;
	/** By state: how many of the last bytes may be the beginning of a pattern. */
	readonly depth: readonly number[];
	/** By state: the length of the longest pattern that ends here, or 0. */
	readonly longestEnding: readonly number[];
}

/** States are a trie in first-child, next-sibling form: memory is proportional to the patterns' bytes. */
export function compilePatterns(patterns: readonly Buffer[]): Patterns {
	const starts = new Int32Array(256);
	const byteOf = [0];
	const child = [0];
	const sibling = [0];
	const fail = [0];
	const depth = [0];
	const longestEnding = [0];

	const step = (state: number, byte: number): number => {
		if (state === 0) return starts[byte] ?? 0;
		let candidate = child[state] ?? 0;
		while (candidate !== 0 && byteOf[candidate] !== byte) candidate = sibling[candidate] ?? 0;
		return candidate;
	};

	const next = (state: number, byte: number): number => {
		for (;;) {
			const to = step(state, byte);
			if (to !== 0 || state === 0) return to;
			state = fail[state] ?? 0;
		}
	};

	for (const pattern of patterns) {
		let state = 0;
		for (const byte of pattern) {
			let to = step(state, byte);
			if (to === 0) {
				to = byteOf.push(byte) - 1;
				child.push(0);
				fail.push(0);
				depth.push((depth[state] ?? 0) + 1);
				longestEnding.push(0);
				sibling.push(state === 0 ? 0 : (child[state] ?? 0));
				if (state === 0) starts[byte] = to;
				else child[state] = to;
			}

			state = to;
		}

		longestEnding[state] = pattern.length;
	}

	// Breadth first, so that what a state falls back to is complete before the state itself.
	const queue = [...starts].filter(state => state !== 0);
	for (const state of queue) {
		for (let to = child[state] ?? 0; to !== 0; to = sibling[to] ?? 0) {
			fail[to] = next(fail[state] ?? 0, byteOf[to] ?? 0);
			if (longestEnding[to] === 0) longestEnding[to] = longestEnding[fail[to] ?? 0] ?? 0;
			queue.push(to);
		}
	}

	return {starts, next, depth, longestEnding};
}
