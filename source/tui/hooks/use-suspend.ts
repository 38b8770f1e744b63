import {useApp} from 'ink';
import {useCallback} from 'react';
import type {TerminalControls} from '../terminal/controls.js';

/** Ctrl+Z: the terminal goes back to the shell, the process group stops, and `fg` brings the screen back. */
export function useSuspend(terminal: TerminalControls): () => void {
	const {suspendTerminal} = useApp();
	return useCallback(() => {
		const stopped = suspendTerminal(async () => {
			terminal.leaveAndEnter.leave();
			// The whole group, so that a shell that started us through npm gets its prompt back.
			process.kill(0, 'SIGTSTP');
			// A stopped process runs no timers: this one fires when it goes on, or at once where it cannot be stopped.
			await new Promise(resolve => {
				setTimeout(resolve, 50);
			});
			terminal.leaveAndEnter.enter();
		});
		stopped.catch(() => terminal.leaveAndEnter.enter());
	}, [suspendTerminal, terminal]);
}
