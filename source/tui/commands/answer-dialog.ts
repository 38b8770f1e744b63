import {typeIntoForm} from './play-commands.js';
import {cancelRun, confirm} from './run-commands.js';
import type {RunContext} from './run-context.js';

/** What the keys pressed in a dialog mean; anything that is no answer leaves the dialog as it is. */
export function answerDialog(key: string, context: RunContext): void {
	const {ui, dispatch} = context;
	const close = () => dispatch({type: 'dialog-changed', dialog: undefined});
	switch (ui.dialog?.kind) {
		case 'help': {
			const by = scrolled(key);
			if (by !== 0) {
				const top = Math.min(context.helpEnd(), Math.max(0, ui.dialog.top + by));
				dispatch({type: 'dialog-changed', dialog: {kind: 'help', top}});
			} else if (key === '?' || key === 'esc' || key === 'q' || key === 'enter' || key === 'ctrl+c') {
				close();
			}

			return;
		}

		case 'play': {
			typeIntoForm(key, ui.dialog, context);
			return;
		}

		case 'quit': {
			if (key === 'c' || key === 'ctrl+c') {
				close();
				cancelRun(context, true);
			} else if (key === 'w') {
				context.leave('quit');
			} else if (key === 'esc' || key === 'q') {
				close();
			}

			return;
		}

		default: {
			if (key === 'y' || (key === 'enter' && ui.dialog?.kind === 'retry')) {
				confirm(context);
			} else if (key === 'esc' || key === 'n' || key === 'q' || key === 'ctrl+c') {
				close();
			}
		}
	}
}

/** How far a key scrolls a help that does not fit. */
export function scrolled(key: string): number {
	const steps: Readonly<Record<string, number>> = {
		j: 1,
		down: 1,
		k: -1,
		up: -1,
		space: 8,
		pagedown: 8,
		b: -8,
		pageup: -8,
		g: -1000,
		home: -1000,
		G: 1000,
		end: 1000,
	};
	return steps[key] ?? 0;
}
