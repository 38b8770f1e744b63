import {useApp} from 'ink';
import {useCallback} from 'react';
import type {TerminalControls} from '../terminal/controls.js';

/** Gives the terminal to something else (an editor, a shell) until it is done, and takes it back. */
export type WithTerminal = <T>(use: () => Promise<T>) => Promise<T>;

export function useWithTerminal(terminal: TerminalControls): WithTerminal {
	const {suspendTerminal} = useApp();
	return useCallback<WithTerminal>(
		async use => {
			const answers: Awaited<ReturnType<typeof use>>[] = [];
			let failed: {readonly error: unknown} | undefined;
			await suspendTerminal(async () => {
				terminal.leaveAndEnter.leave();
				try {
					answers.push(await use());
				} catch (error) {
					failed = {error};
				}

				terminal.leaveAndEnter.enter();
			});
			terminal.repaint();
			const [answer] = answers;
			if (failed !== undefined || answers.length === 0) {
				throw failed?.error ?? new Error('the terminal could not be given away');
			}

			return answer as Awaited<ReturnType<typeof use>>;
		},
		[suspendTerminal, terminal],
	);
}
