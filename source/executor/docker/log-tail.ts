import {Demultiplexer} from './demultiplexer.js';

const mostLines = 20;
const longestLine = 1000;

/** The last lines of what an attached container writes; what was written before is forgotten. */
export class LogTail {
	readonly #onLine: ((line: string) => void) | undefined;
	readonly #demultiplexer = new Demultiplexer();
	readonly #decoder = new TextDecoder();
	readonly #lines: string[] = [];
	#open = '';

	constructor(onLine?: (line: string) => void) {
		this.#onLine = onLine;
	}

	get lines(): readonly string[] {
		return this.#open === '' ? this.#lines : [...this.#lines, this.#open];
	}

	take(chunk: Buffer): void {
		const text = this.#decoder.decode(this.#demultiplexer.take(chunk), {stream: true});
		const [first = '', ...rest] = text.split('\n');
		this.#open = (this.#open + first).slice(0, longestLine);
		for (const next of rest) {
			this.#close();
			this.#open = next.slice(0, longestLine);
		}
	}

	#close(): void {
		const line = this.#open.replace(/\r$/, '');
		this.#lines.push(line);
		if (this.#lines.length > mostLines) {
			this.#lines.shift();
		}

		this.#onLine?.(line);
	}
}
