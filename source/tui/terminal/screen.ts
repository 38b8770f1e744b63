import {writeSync} from 'node:fs';
import {columns as widthOf} from '../text/cut.js';
import {takeOver} from './curtain.js';
import {enterSequence, restoreSequence} from './restore-sequence.js';

/** A mode that Ink switches by itself: it is passed on, but for the cursor, which stays hidden. */
const mode = /^\u001B\[\?(\d+)[hl]$/;

/** The alternate screen of a terminal, and the stream that Ink draws its frames on. */
export interface Screen {
	/** Takes whole frames (Ink's debug mode) and writes the rows that changed. */
	readonly stdout: NodeJS.WriteStream;
	enter(): void;
	/** Gives the terminal back as it was; may be called at any time, more than once, also while the process ends. */
	leave(): void;
	/** The terminal is gone: nothing is written any more, a write would fail the process. */
	abandon(): void;
	/** Draws every row again, over whatever else was written. */
	repaint(): void;
}

/**
 * Ink's own writer clears the whole terminal, scrollback included, whenever a full screen shrinks or ends, and moves
 * relative to where it believes the cursor is. This one places each changed row absolutely, never more of them than the
 * terminal has, and clears nothing else.
 */
export function openScreen(terminal: NodeJS.WriteStream): Screen {
	let shown: readonly string[] = [];
	let latest = '';
	let active = false;
	let gone = false;

	const draw = (frame: string) => {
		latest = frame;
		const {rows = 24, columns = 80} = terminal;
		const lines = frame.split('\n').slice(0, rows);
		const changes = Array.from({length: Math.max(lines.length, shown.length)}, (_, index) =>
			index < rows && lines[index] !== shown[index] ? placed(index, lines[index] ?? '', columns) : '',
		).join('');
		shown = lines;
		if (changes !== '') {
			terminal.write(`\u001B[?2026h${changes}\u001B[?2026l`);
		}
	};

	const write = (data: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
		const text = String(data);
		const switched = mode.exec(text);
		if (switched !== null) {
			if (switched[1] !== '25' && !gone) {
				terminal.write(text);
			}
		} else if (text !== '' && active) {
			draw(text);
		}

		const done = rest.at(-1);
		if (typeof done === 'function') {
			if (gone) {
				setImmediate(() => done());
			} else {
				terminal.write('', () => done());
			}
		}

		return true;
	};

	const onResize = () => {
		shown = [];
		if (active) {
			terminal.write('\u001B[H\u001B[J');
		}
	};

	return {
		stdout: facade(terminal, write),
		enter() {
			if (!active && !gone) {
				active = true;
				shown = [];
				takeOver();
				terminal.prependListener('resize', onResize);
				terminal.write(enterSequence);
			}
		},
		leave() {
			if (active) {
				active = false;
				terminal.off('resize', onResize);
				writeNow(terminal, restoreSequence);
			}
		},
		abandon() {
			active = false;
			gone = true;
			terminal.off('resize', onResize);
		},
		repaint() {
			if (active) {
				shown = [];
				terminal.write('\u001B[H\u001B[J');
				draw(latest);
			}
		},
	};
}

/** A row at its place. Erasing to the right of a full row would take its last character away, so only short ones do. */
function placed(index: number, line: string, columns: number): string {
	const rest = widthOf(line) < columns ? '\u001B[K' : '';
	return `\u001B[${index + 1};1H${line}\u001B[0m${rest}`;
}

function facade(terminal: NodeJS.WriteStream, write: (data: string | Uint8Array, ...rest: unknown[]) => boolean) {
	return new Proxy(terminal, {
		get(target, property) {
			if (property === 'write') {
				return write;
			}

			const value: unknown = Reflect.get(target, property, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

/** Before the process can end: a queued write would be lost. */
function writeNow(terminal: NodeJS.WriteStream, text: string): void {
	try {
		if ('fd' in terminal && typeof terminal.fd === 'number') {
			writeSync(terminal.fd, text);
			return;
		}
	} catch {
		// The terminal is busy (EAGAIN) or gone: the stream tries again, or nobody is there to see.
	}

	terminal.write(text);
}
