import type {LoggedCommand, LogLine, LogReader} from '../../../source/logs/log.js';

/** A log in memory that a test writes by hand. */
export class MemoryLog {
	readonly lines: LogLine[] = [];
	commands: LoggedCommand[] = [];
	/** How many readers are open. */
	open = 0;
	readonly #listeners = new Set<() => void>();

	command(text: string, ended?: {readonly exitCode: number; readonly ms: number}): this {
		const index = this.commands.length;
		const line = this.lines.length;
		const end = ended === undefined ? {} : {endedAt: line * 100 + ended.ms, exitCode: ended.exitCode};
		this.commands = [...this.commands, {index, text, line, startedAt: line * 100, ...end}];
		return this.#add({number: line, text: `$ ${text}`, at: line * 100, command: index, kind: 'command'});
	}

	print(...texts: readonly string[]): this {
		for (const text of texts) {
			this.#add({number: this.lines.length, text, at: this.lines.length * 100, kind: 'output'});
		}

		return this;
	}

	notice(text: string, kind: 'notice' | 'warning' | 'error' = 'notice'): this {
		return this.#add({number: this.lines.length, text, at: this.lines.length * 100, kind});
	}

	reader(): LogReader {
		const log = this;
		log.open += 1;
		return {
			get length() {
				return log.lines.length;
			},
			get commands() {
				return log.commands;
			},
			read: async (first, count) => log.lines.slice(Math.max(0, first), Math.max(0, first) + count),
			async search(pattern, from, direction) {
				const expression = new RegExp(pattern, /[A-Z]/.test(pattern) ? 'u' : 'iu');
				const matches = (line: LogLine) => expression.test(line.text);
				return direction === 1
					? log.lines.findIndex((line, index) => index >= from && matches(line))
					: log.lines.findLastIndex((line, index) => index <= from && matches(line));
			},
			async *matching(pattern, from, inverse = false) {
				const expression = new RegExp(pattern, /[A-Z]/.test(pattern) ? 'u' : 'iu');
				const lines = log.lines.filter(line => line.number >= from && expression.test(line.text) !== inverse);
				yield {lines: lines.map(({number}) => number), until: log.lines.length};
			},
			subscribe(listener) {
				log.#listeners.add(listener);
				return () => log.#listeners.delete(listener);
			},
			close() {
				log.open -= 1;
			},
		};
	}

	#add(line: LogLine): this {
		this.lines.push(line);
		for (const listener of this.#listeners) {
			listener();
		}

		return this;
	}
}
