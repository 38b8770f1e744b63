import {useEffect, useState, useSyncExternalStore} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import type {Pulse} from '../pulse.js';
import type {UiState} from '../state/ui-state.js';
import {createUiStore, type UiStore} from '../state/ui-store.js';

/** The one bridge from the engine to the screen: the run's state reaches the view at the pace of the pulse. */
export function useRunStore(
	run: RunHandle,
	pulse: Pulse,
	now: () => number,
	onePane: boolean,
): {readonly store: UiStore; readonly ui: UiState} {
	const [store] = useState(() => createUiStore(run.getState()));
	useEffect(() => {
		const look = () => store.dispatch({type: 'run-changed', state: run.getState(), now: now(), onePane});
		const stopWatching = run.subscribe(() => pulse.request());
		const stopListening = pulse.subscribe(look);
		look();
		return () => {
			stopWatching();
			stopListening();
		};
	}, [run, pulse, store, now, onePane]);
	return {store, ui: useSyncExternalStore(store.subscribe, store.get)};
}
