/** Modes of a terminal that a program may leave behind: cursor keys, other screens, mouse and focus reports, bracketed paste. */
const tracked = new Set([1, 47, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1047, 1049, 2004]);
const cursor = 25;
const longest = 32;

/** Watches which private modes (DECSET) programs set, so that they can be reset when a program that is gone has not. */
export class TerminalModes {
	readonly #set = new Set<number>();
	#isCursorHidden = false;
	#rest = '';

	read(chunk: Buffer): void {
		const text = this.#rest + chunk.toString('latin1');
		for (const [, numbers = '', end] of text.matchAll(/\u001b\[\?([\d;]{1,24})([hl])/g)) {
			for (const mode of numbers.split(';').map(Number)) {
				this.#change(mode, end === 'h');
			}
		}

		// A sequence may go over two chunks; seen twice, it changes nothing.
		const begun = text.lastIndexOf('\u001b');
		this.#rest = begun === -1 || text.length - begun > longest ? '' : text.slice(begun);
	}

	/** What puts the terminal back; empty when nothing was left behind. */
	reset(): string {
		const modes = [...this.#set].map(mode => `\u001b[?${mode}l`);
		return [...modes, ...(this.#isCursorHidden ? [`\u001b[?${cursor}h`] : [])].join('');
	}

	#change(mode: number, isSet: boolean): void {
		if (mode === cursor) {
			this.#isCursorHidden = !isSet;
		} else if (isSet && tracked.has(mode)) {
			this.#set.add(mode);
		} else {
			this.#set.delete(mode);
		}
	}
}
