import {useApp, useInput, usePaste} from 'ink';
import {createContext, type RefObject, useContext, useLayoutEffect, useRef} from 'react';
import {keyNames} from '../keys/key-names.js';
import {type MouseEvent, mouseEvents} from '../terminal/mouse.js';

/** Who gets the keys: by their names in the keymap, and pasted text. */
export interface KeyReceiver {
	onKey(key: string): void;
	onPaste(text: string): void;
	onMouse?(event: MouseEvent): void;
}

/** The receiver of the moment; filled by the view on screen. */
export const KeysContext = createContext<RefObject<KeyReceiver | undefined>>({current: undefined});

/**
 * Listens to the keyboard for the whole life of the screen, so that no key is lost while one view takes the place of
 * another. What a receiver throws ends the screen, never the run.
 */
export function useKeyboard(): RefObject<KeyReceiver | undefined> {
	const {exit} = useApp();
	const receiver = useRef<KeyReceiver>(undefined);
	const guarded = (perform: () => void) => {
		try {
			perform();
		} catch (error) {
			exit(error instanceof Error ? error : new Error(String(error)));
		}
	};

	useInput((input, key) =>
		guarded(() => {
			for (const event of mouseEvents(input) ?? []) {
				receiver.current?.onMouse?.(event);
			}

			for (const name of keyNames(input, key)) {
				receiver.current?.onKey(name);
			}
		}),
	);
	usePaste(text => guarded(() => receiver.current?.onPaste(text)));
	return receiver;
}

/** Makes the view that calls it the receiver of the keys, from its first frame on. */
export function useKeys(
	onKey: KeyReceiver['onKey'],
	onPaste: KeyReceiver['onPaste'],
	onMouse: KeyReceiver['onMouse'] = () => {},
): void {
	const receiver = useContext(KeysContext);
	useLayoutEffect(() => {
		receiver.current = {onKey, onPaste, onMouse};
	});
}
