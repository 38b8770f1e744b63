import type {RunState} from '../../model/run-state.js';
import {initialUi, reduceUi, type UiAction, type UiState} from './ui-state.js';

/** The view's state outside of React: several keys in one chunk of input each see what the one before did. */
export interface UiStore {
	get(): UiState;
	dispatch(action: UiAction): void;
	subscribe(listener: () => void): () => void;
}

export function createUiStore(run: RunState): UiStore {
	const listeners = new Set<() => void>();
	let ui = initialUi(run);
	return {
		get: () => ui,
		dispatch(action) {
			const next = reduceUi(ui, action);
			if (next !== ui) {
				ui = next;
				for (const listener of listeners) {
					listener();
				}
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
