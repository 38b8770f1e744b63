import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** The program as `npm run build` leaves it. */
export const builtProgram = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const pollMs = 10;

export type StartOptions = {
	readonly cols?: number;
	readonly rows?: number;
	readonly cwd?: string;
	/** Added to the environment; `undefined` takes a variable away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** What to run instead of the built program. */
	readonly command?: readonly [string, ...string[]];
};

export type Ending = {readonly exitCode: number; readonly signal: number};

/** What to wait for on a screen: some text, a pattern over its lines joined by newlines, or anything else. */
export type Wanted = string | RegExp | ((screen: readonly string[]) => boolean);

/** A program in a pseudo-terminal, and the screen a person would see. */
export type Terminal = {
	/** The lines that are visible now, without trailing blanks. */
	screen(): string[];
	/** Whether the alternate screen is shown. */
	isAlternate(): boolean;
	/** Resolves with the screen once it shows what is wanted; gives up after `limitMs` (60 s) with the screen in the error. */
	waitFor(wanted: Wanted, limitMs?: number): Promise<string[]>;
	/** Types the keys: text, or escape sequences as a terminal sends them (see {@link key}). */
	press(keys: string): void;
	resize(cols: number, rows: number): void;
	/** Resolves when the program has ended and all it printed is on the screen. */
	readonly exit: Promise<Ending>;
	/** Every byte the program has printed. */
	raw(): string;
	kill(signal?: string): void;
	readonly pid: number;
	/** The emulator itself, for colours and cursor. */
	readonly emulator: InstanceType<typeof xterm.Terminal>;
};

export const key = {
	enter: '\r',
	escape: '\u001B',
	tab: '\t',
	shiftTab: '\u001B[Z',
	backspace: '\u007F',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	pageUp: '\u001B[5~',
	pageDown: '\u001B[6~',
	ctrlC: '\u0003',
	ctrlD: '\u0004',
	ctrlZ: '\u001A',
} as const;

/** Starts the built program with these arguments; the test that starts it ends it, by a key or by `kill`. */
export function start(args: readonly string[], options: StartOptions = {}): Terminal {
	const {cols = 120, rows = 40, cwd = process.cwd(), env = {}} = options;
	const [file, ...before] = options.command ?? [process.execPath, builtProgram];
	const pty = spawn(file, [...before, ...args], {name: 'xterm-256color', cols, rows, cwd, env: environment(env)});
	const emulator = new xterm.Terminal({cols, rows, scrollback: 10_000, allowProposedApi: true});
	const chunks: string[] = [];
	let ending: Ending | undefined;

	pty.onData(data => {
		chunks.push(data);
		emulator.write(data);
	});
	// Answers to what the program asks its terminal, such as the position of the cursor.
	emulator.onData(data => {
		if (ending === undefined) {
			pty.write(data);
		}
	});

	const exit = new Promise<Ending>(resolve => {
		pty.onExit(({exitCode, signal = 0}) => {
			ending = {exitCode, signal};
			emulator.write('', () => resolve({exitCode, signal}));
		});
	});

	const screen = () => visibleLines(emulator);

	return {
		screen,
		isAlternate: () => emulator.buffer.active.type === 'alternate',
		async waitFor(wanted, limitMs = 60_000) {
			const deadline = Date.now() + limitMs;
			for (;;) {
				const over = ending;
				await drained(emulator);
				const lines = screen();
				if (shows(lines, wanted)) {
					return lines;
				}

				if (over !== undefined || Date.now() > deadline) {
					throw new Error(missing(wanted, lines, over ?? limitMs));
				}

				await pause(pollMs);
			}
		},
		press: keys => pty.write(keys),
		resize(newCols, newRows) {
			emulator.resize(newCols, newRows);
			pty.resize(newCols, newRows);
		},
		exit,
		raw: () => chunks.join(''),
		kill: signal => stop(pty, signal, ending),
		pid: pty.pid,
		emulator,
	};
}

/** This process's environment without what makes a program believe it runs under CI or a test runner. */
function environment(changes: Readonly<Record<string, string | undefined>>): Record<string, string> {
	const unwanted = {CI: undefined, CONTINUOUS_INTEGRATION: undefined, DEV: undefined, NODE_ENV: undefined};
	const terminal = {TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: undefined, FORCE_COLOR: undefined};
	const merged = {...process.env, ...unwanted, ...terminal, ...changes};
	return Object.fromEntries(
		Object.entries(merged).filter(
			(entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('VITEST'),
		),
	);
}

function visibleLines({buffer, rows}: InstanceType<typeof xterm.Terminal>): string[] {
	const {baseY} = buffer.active;
	return Array.from({length: rows}, (_, row) => buffer.active.getLine(baseY + row)?.translateToString(true) ?? '');
}

async function drained(emulator: InstanceType<typeof xterm.Terminal>): Promise<void> {
	await new Promise<void>(resolve => {
		emulator.write('', resolve);
	});
}

function shows(lines: readonly string[], wanted: Wanted): boolean {
	if (typeof wanted === 'function') {
		return wanted(lines);
	}

	const text = lines.join('\n');
	return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function missing(wanted: Wanted, lines: readonly string[], why: Ending | number): string {
	const reason =
		typeof why === 'number'
			? `${why} ms have passed`
			: `the program ended (exit code ${why.exitCode}, signal ${why.signal})`;
	return `${reason} and the screen does not show ${String(wanted)}:\n${framed(lines)}`;
}

function framed(lines: readonly string[]): string {
	return lines.map((line, row) => `${String(row + 1).padStart(3)} | ${line}`).join('\n');
}

function stop(pty: IPty, signal: string | undefined, ending: Ending | undefined): void {
	if (ending === undefined) {
		pty.kill(signal);
	}
}
