import {useEffect} from 'react';
import type {TerminalControls} from '../terminal/controls.js';

/** The mouse's reports come while `on`, and for no longer than the view that wants them is there. */
export function useMouse(terminal: TerminalControls, on: boolean): void {
	useEffect(() => {
		if (!on) {
			return;
		}

		terminal.setMouse(true);
		return () => terminal.setMouse(false);
	}, [terminal, on]);
}
