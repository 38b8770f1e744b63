import type {LogReader} from '../../logs/log.js';
import {upTo} from './line-map.js';

/** Numbers of more matching lines are not kept, only counted: a log may have millions. */
const mostKept = 1_000_000;
/** How often those who wait are told how far it is, in ms. */
const pace = 150;

/** The lines of a log that match a pattern, found in the background and exactly counted, also while the log grows. */
export class MatchList {
	readonly lines: number[] = [];
	count = 0;
	/** All of the log, as it is now, has been looked at. */
	complete = false;
	readonly #reader: LogReader;
	readonly #pattern: string;
	readonly #inverse: boolean;
	readonly #tell: () => void;
	#until = 0;
	#lastCounts = false;
	#running = false;
	#closed = false;

	constructor(reader: LogReader, pattern: string, inverse: boolean, tell: () => void) {
		this.#reader = reader;
		this.#pattern = pattern;
		this.#inverse = inverse;
		this.#tell = tell;
		this.extend();
	}

	/** Which of the matches a line is, counting from 1; 0 when it is not known. */
	indexOf(line: number): number {
		const index = upTo(this.lines, line);
		return this.lines[index - 1] === line ? index : 0;
	}

	/** The log may have grown: goes on where it was. */
	extend(): void {
		if (!this.#running && !this.#closed) {
			this.#running = true;
			// A log that cannot be read says so in its pane.
			this.#scan().then(
				() => this.#stop(),
				() => this.#stop(),
			);
		}
	}

	close(): void {
		this.#closed = true;
	}

	async #scan(): Promise<void> {
		let told = performance.now();
		this.#stepBack();
		for await (const {lines, until} of this.#reader.matching(this.#pattern, this.#until, this.#inverse)) {
			if (this.#closed) {
				return;
			}

			this.#add(lines, until);
			if (performance.now() - told > pace) {
				told = performance.now();
				this.#tell();
			}
		}

		this.complete = true;
	}

	#stop(): void {
		this.#running = false;
		if (!this.#closed) {
			this.#tell();
		}
	}

	#add(lines: readonly number[], until: number): void {
		this.count += lines.length;
		this.#lastCounts = lines.at(-1) === until - 1;
		this.#until = until;
		if (this.lines.length < mostKept) {
			this.lines.push(...lines);
		}
	}

	/** The last line may have been without its end when it was looked at. */
	#stepBack(): void {
		if (this.#until > 0) {
			this.#until -= 1;
			if (this.#lastCounts) {
				this.#lastCounts = false;
				this.count -= 1;
				if (this.lines.at(-1) === this.#until) {
					this.lines.pop();
				}
			}
		}
	}
}
