import {EventEmitter} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import xterm from '@xterm/headless';
import {runTui, type TuiOptions, type TuiResult} from '../../../source/tui/run-tui.js';

/** A terminal in memory with the UI on it: keys go in, and the screen is what an emulator makes of the bytes. */
export interface TestTerminal {
	press(keys: string): void;
	screen(): Promise<readonly string[]>;
	waitFor(wanted: string | RegExp | ((screen: readonly string[]) => boolean)): Promise<readonly string[]>;
	resize(columns: number, rows: number): void;
	/** Records each frame from now on; the function answers what the screen showed after each. */
	frames(): () => Promise<readonly string[]>;
	/** Every byte written so far. */
	raw(): string;
	isAlternate(): boolean;
	readonly result: Promise<TuiResult>;
}

const limitMs = Number(process.env['TUI_TEST_LIMIT_MS'] ?? 30_000);

export function openTui(
	options: Partial<TuiOptions> & {readonly columns?: number; readonly rows?: number},
): TestTerminal {
	const {columns = 120, rows = 40} = options;
	const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true});
	const chunks: string[] = [];
	const stdout = Object.assign(new EventEmitter(), {
		columns,
		rows,
		isTTY: true,
		writable: true,
		write(data: string, ...rest: readonly unknown[]) {
			chunks.push(data);
			emulator.write(data);
			const done = rest.at(-1);
			if (typeof done === 'function') {
				setImmediate(() => done());
			}

			return true;
		},
	});
	const pending: string[] = [];
	const stdin = Object.assign(new EventEmitter(), {
		isTTY: true,
		setEncoding() {},
		setRawMode() {},
		ref() {},
		unref() {},
		read: () => pending.shift() ?? null,
	});

	const screen = async () => {
		await new Promise<void>(resolve => {
			emulator.write('', resolve);
		});
		return textOf(emulator);
	};

	return {
		result: runTui({
			ascii: false,
			color: true,
			now: Date.now,
			env: {},
			...options,
			stdin: stdin as unknown as NodeJS.ReadStream,
			stdout: stdout as unknown as NodeJS.WriteStream,
		}),
		press(keys) {
			pending.push(keys);
			stdin.emit('readable');
		},
		screen,
		async waitFor(wanted) {
			const deadline = Date.now() + limitMs;
			for (;;) {
				const lines = await screen();
				if (matches(lines, wanted)) {
					return lines;
				}

				if (Date.now() > deadline) {
					throw new Error(`the screen does not show ${String(wanted)}:\n${lines.join('\n')}`);
				}

				await pause(5);
			}
		},
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
		frames() {
			const first = chunks.length;
			return async () => {
				const replay = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true});
				const shown: string[] = [];
				for (const [index, chunk] of chunks.entries()) {
					await new Promise<void>(resolve => {
						replay.write(chunk, resolve);
					});
					if (index >= first) {
						shown.push(textOf(replay).join('\n'));
					}
				}

				return shown;
			};
		},
		raw: () => chunks.join(''),
		isAlternate: () => emulator.buffer.active.type === 'alternate',
	};
}

function matches(
	lines: readonly string[],
	wanted: string | RegExp | ((screen: readonly string[]) => boolean),
): boolean {
	if (typeof wanted === 'function') {
		return wanted(lines);
	}

	const text = lines.join('\n');
	return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function textOf({buffer: {active}, rows}: InstanceType<typeof xterm.Terminal>): readonly string[] {
	return Array.from({length: rows}, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
}
