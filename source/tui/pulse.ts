/**
 * The screen's heartbeat: whatever changes asks for a beat, and all that listen are told together, at most ten times
 * a second. Everything that changed in between is one frame, and nothing changed is no frame.
 */
export interface Pulse {
	/** Asks for a beat: the next one that is due. */
	request(): void;
	/** A beat now: for the answer to a key. */
	now(): void;
	subscribe(listener: () => void): () => void;
	close(): void;
}

export function createPulse(intervalMs = 100): Pulse {
	const listeners = new Set<() => void>();
	let timer: NodeJS.Timeout | undefined;
	let beatAt = Number.NEGATIVE_INFINITY;
	let closed = false;

	const beat = () => {
		clearTimeout(timer);
		timer = undefined;
		beatAt = performance.now();
		for (const listener of listeners) {
			listener();
		}
	};

	return {
		request() {
			if (timer === undefined && !closed) {
				timer = setTimeout(beat, Math.max(0, beatAt + intervalMs - performance.now()));
			}
		},
		now() {
			if (!closed) {
				beat();
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			closed = true;
			clearTimeout(timer);
			listeners.clear();
		},
	};
}
