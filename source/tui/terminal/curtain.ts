import {enterSequence, restoreSequence} from './restore-sequence.js';

/** What is on the alternate screen until the UI can draw. */
export interface Curtain {
	/** Gives the terminal back, unless the UI has taken the screen over meanwhile: then that does. */
	lower(): void;
}

let raised: Curtain | undefined;

/** Takes the alternate screen at once, with one line on it: nobody looks at a prompt while the pipeline is being read. */
export function raiseCurtain(terminal: {write(text: string): unknown}, line: string): Curtain {
	const curtain = {
		lower() {
			if (raised === curtain) {
				raised = undefined;
				terminal.write(restoreSequence);
			}
		},
	};
	raised = curtain;
	terminal.write(`${enterSequence}\u001B[1;1H${line}`);
	return curtain;
}

/** The UI draws from here on, and gives the terminal back. */
export function takeOver(): void {
	raised = undefined;
}
