import type {RunHandle} from '../../engine/run-handle.js';

/** What the views may ask of the terminal beyond drawing. */
export interface TerminalControls {
	/** Draws everything again. */
	repaint(): void;
	/** Writes a sequence that draws nothing, such as the clipboard's. */
	send(sequence: string): void;
	/** Gives the terminal back and stops the process until the shell continues it. */
	readonly leaveAndEnter: {leave(): void; enter(): void};
	readonly insideTmux: boolean;
	/** Where `$EDITOR`, `$PAGER` and the clipboard's programs are found. */
	readonly env: NodeJS.ProcessEnv;
	/** Takes the mouse's reports, or leaves the mouse to the terminal. */
	setMouse(on: boolean): void;
	/** Prints the run as plain lines where the terminal is given away, until a key ends that. */
	stream(run: RunHandle): Promise<void>;
	/** Runs a program that has the terminal for itself until it ends; answers its exit code. Rejects when it cannot be started. */
	runProgram(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number>;
}
