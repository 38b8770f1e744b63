import {useEffect, useRef, useSyncExternalStore} from 'react';
import type {Pulse} from '../pulse.js';

/** The count of the shared spinner and clock; it stands still, and draws nothing, unless `active`. */
export function useTick(pulse: Pulse, active: boolean, intervalMs: number): number {
	const count = useRef(0);
	useEffect(() => {
		if (!active) {
			return;
		}

		const timer = setInterval(() => {
			count.current += 1;
			pulse.request();
		}, intervalMs);
		return () => clearInterval(timer);
	}, [active, pulse, intervalMs]);
	return useSyncExternalStore(pulse.subscribe, () => count.current);
}
