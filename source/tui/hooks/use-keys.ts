import {useApp, useInput, usePaste} from 'ink';
import {keyNames} from '../keys/key-names.js';

/** Calls back for each key pressed, by its name in the keymap, and for pasted text. What they throw ends the screen, never the run. */
export function useKeys(onKey: (key: string) => void, onPaste: (text: string) => void): void {
	const {exit} = useApp();
	const guarded = (perform: () => void) => {
		try {
			perform();
		} catch (error) {
			exit(error instanceof Error ? error : new Error(String(error)));
		}
	};

	useInput((input, key) =>
		guarded(() => {
			for (const name of keyNames(input, key)) {
				onKey(name);
			}
		}),
	);
	usePaste(text => guarded(() => onPaste(text)));
}
