import {render} from 'ink';
import type {RunHandle} from '../engine/run-handle.js';
import {isSettled} from '../model/status.js';
import {runAccessible} from './accessible/accessible.js';
import {App} from './app.js';
import type {HomeSource} from './home.js';
import type {Ports} from './ports.js';
import {createPulse} from './pulse.js';
import type {TerminalControls} from './terminal/controls.js';
import {mouseOff, mouseOn} from './terminal/mouse.js';
import {runHere} from './terminal/programs.js';
import {openScreen} from './terminal/screen.js';
import {streamRun} from './terminal/stream.js';
import {createTheme} from './theme.js';

export type {History} from './history/history.js';
export type {HomeSource, PlanView} from './home.js';
export type {ArtifactFile, ArtifactReader, Ports} from './ports.js';

export interface TuiOptions extends Ports {
	/** Shown first, unless a run is given; and gone back to from a run that is over. */
	readonly home?: HomeSource;
	/** Opened at once. */
	readonly run?: RunHandle;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** No character outside of ASCII, but for what jobs and files bring along. */
	readonly ascii: boolean;
	/** False: no colours and no styles at all. */
	readonly color: boolean;
	/** Sentences for a screen reader instead of a screen; as `ACCESSIBLE` in the environment says unless given. */
	readonly accessible?: boolean;
	/** ms since the epoch. */
	now(): number;
	/** The local checkout, where files named in logs are looked for; the working folder unless said. */
	readonly root?: string;
	/** Where `$EDITOR`, `$PAGER` and clipboard programs are found; the process's own unless said. */
	readonly env?: NodeJS.ProcessEnv;
	/** Runs a program that has the terminal for itself; on this process's own terminal unless said. */
	readonly runProgram?: TerminalControls['runProgram'];
}

/**
 * How the screen was left. `quit`: the run, when there is one, may still be on and goes on without a screen.
 * `quit-canceled`: it was asked to cancel. `crashed`: the screen failed and the run knows nothing of it.
 */
export interface TuiResult {
	/** The run that was on screen last. */
	readonly run?: RunHandle;
	readonly reason: 'quit' | 'quit-canceled' | 'crashed';
	readonly error?: unknown;
}

/** Shows the terminal UI until the user leaves it; never rejects, and the terminal is as it was when it resolves. */
export async function runTui(options: TuiOptions): Promise<TuiResult> {
	const {home, stdin, stdout, now, env = process.env} = options;
	if (options.accessible ?? isAccessible(env)) {
		return runInWords(options);
	}

	const screen = openScreen(stdout);
	const pulse = createPulse();
	let run = options.run;
	let mouse = false;
	let gone = false;
	// To a terminal that was closed nothing is written: it would fail the process.
	const write = (text: string) => {
		if (!gone) {
			stdout.write(text);
		}
	};
	let reason: TuiResult['reason'] = 'quit';
	const result = (): TuiResult => ({reason, ...(run === undefined ? {} : {run})});
	const terminal: TerminalControls = {
		repaint: screen.repaint,
		send: write,
		leaveAndEnter: {
			leave: screen.leave,
			enter() {
				screen.enter();
				if (mouse) {
					write(mouseOn);
				}
			},
		},
		setMouse(on) {
			mouse = on;
			write(on ? mouseOn : mouseOff);
		},
		stream: shown => streamRun(shown, {...options, write}),
		insideTmux: env['TMUX'] !== undefined,
		env,
		runProgram: options.runProgram ?? runHere,
	};
	process.once('exit', screen.leave);
	// Reading from a terminal that was closed fails; SIGHUP tells of it.
	stdin.on('error', ignore);
	let hangUp = ignore;
	const onHangUp = () => hangUp();
	process.on('SIGHUP', onHangUp);
	try {
		// Before the first frame: a key pressed as it appears must not be echoed into it.
		stdin.setRawMode(true);
		screen.enter();
		const app = render(
			<App
				home={home}
				run={options.run}
				theme={createTheme(options)}
				pulse={pulse}
				terminal={terminal}
				now={now}
				root={options.root ?? process.cwd()}
				ports={options}
				onRun={shown => {
					run = shown;
				}}
				onLeave={left => {
					reason = left;
				}}
				onUnmount={screen.leave}
			/>,
			// `debug` makes Ink hand over whole frames: the screen writes what changed in them.
			{stdin, stdout: screen.stdout, debug: true, interactive: true, exitOnCtrlC: false, patchConsole: false},
		);
		hangUp = () => {
			gone = true;
			screen.abandon();
			// Whoever started the run cancels it, and the screen goes when it has ended.
			if (run === undefined || !run.controllable || isSettled(run.getState().status)) {
				app.unmount();
			}
		};
		await app.waitUntilExit();
		return result();
	} catch (error) {
		reason = 'crashed';
		return {...result(), error};
	} finally {
		pulse.close();
		screen.leave();
		process.off('exit', screen.leave);
		process.off('SIGHUP', onHangUp);
		stdin.off('error', ignore);
		if (stdin.isRaw) {
			stdin.setRawMode(false);
		}
	}
}

async function runInWords(options: TuiOptions): Promise<TuiResult> {
	try {
		return await runAccessible({...options, write: text => void options.stdout.write(text)});
	} catch (error) {
		return {...(options.run === undefined ? {} : {run: options.run}), reason: 'crashed', error};
	}
}

function isAccessible({ACCESSIBLE: value = ''}: NodeJS.ProcessEnv): boolean {
	return value !== '' && value !== '0' && value !== 'false';
}

function ignore(): void {}
