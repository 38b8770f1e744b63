import type {LineTable} from './line-table.js';

/** What this process itself writes to the log. */
export interface LocalWrites {
	/** True while a writer of this process has the log: it tells, nobody needs to look. */
	isLive(): boolean;
	/** Calls back after each write of this process. */
	onWritten(listener: () => void): () => void;
}

/** At most ten times a second. */
const shortestPause = 100;
/** How seldom a log is looked at that has been silent for long. */
const longestPause = 1000;

/** Tells listeners when a log has grown: a writer of this process says so, another process's writing is looked for. */
export class LogWatch {
	readonly #table: LineTable;
	readonly #writes: LocalWrites;
	readonly #listeners = new Set<() => void>();
	#timer: NodeJS.Timeout | undefined;
	#unwatch: (() => void) | undefined;
	#looked = 0;
	#pause = shortestPause;

	constructor(table: LineTable, writes: LocalWrites) {
		this.#table = table;
		this.#writes = writes;
	}

	subscribe(listener: () => void): () => void {
		// A listener that is subscribed twice is told twice, and unsubscribed once.
		const own = () => listener();
		this.#listeners.add(own);
		this.#unwatch ??= this.#writes.onWritten(() => this.#lookIn(shortestPause));
		this.#lookIn(shortestPause);
		return () => {
			this.#listeners.delete(own);
			if (this.#listeners.size === 0) this.close();
		};
	}

	close(): void {
		this.#listeners.clear();
		this.#unwatch?.();
		this.#unwatch = undefined;
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	#lookIn(pause: number): void {
		if (this.#timer !== undefined && pause >= this.#pause) return;
		clearTimeout(this.#timer);
		this.#pause = pause;
		const wait = Math.max(0, pause - (performance.now() - this.#looked));
		this.#timer = setTimeout(() => void this.#look(), wait);
		// Waiting for more of a log is no reason for a process to stay.
		this.#timer.unref();
	}

	async #look(): Promise<void> {
		this.#timer = undefined;
		this.#looked = performance.now();
		const {length} = this.#table;
		let changed = this.#table.refresh();
		await this.#table.scan();
		changed ||= this.#table.length !== length;
		if (changed) for (const listener of [...this.#listeners]) listener();
		if (this.#listeners.size === 0 || this.#timer !== undefined || this.#table.complete) return;
		if (this.#writes.isLive()) {
			this.#pause = longestPause;
			return;
		}

		this.#lookIn(changed ? shortestPause : Math.min(longestPause, this.#pause * 1.5));
	}
}
