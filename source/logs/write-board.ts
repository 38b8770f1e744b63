import type {LogWriter} from './log.js';
import type {LocalWrites} from './log-watch.js';

/** Who in this process writes which log, and who wants to be told. */
export class WriteBoard {
	readonly #live = new Map<string, LogWriter>();
	readonly #listeners = new Map<string, Set<() => void>>();

	/** Notes a writer until it is closed. */
	opened(file: string, writer: LogWriter): LogWriter {
		const noted: LogWriter = {
			write: chunk => writer.write(chunk),
			notice: (text, level) => writer.notice(text, level),
			commandStarted: (index, text) => writer.commandStarted(index, text),
			commandFinished: (index, exitCode) => writer.commandFinished(index, exitCode),
			close: async () => {
				try {
					await writer.close();
				} finally {
					if (this.#live.get(file) === noted) this.#live.delete(file);
					this.written(file);
				}
			},
		};
		this.#live.set(file, noted);
		return noted;
	}

	written(file: string): void {
		for (const listener of this.#listeners.get(file) ?? []) listener();
	}

	of(file: string): LocalWrites {
		return {
			isLive: () => this.#live.has(file),
			onWritten: listener => {
				const listeners = this.#listeners.get(file) ?? new Set();
				this.#listeners.set(file, listeners.add(listener));
				return () => {
					listeners.delete(listener);
					if (listeners.size === 0) this.#listeners.delete(file);
				};
			},
		};
	}
}
