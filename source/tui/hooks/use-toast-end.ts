import {useEffect} from 'react';
import type {Toast} from '../state/ui-state.js';

const shownMs = 6000;

/** Takes a toast away after a while. */
export function useToastEnd(
	toast: Toast | undefined,
	dispatch: (action: {readonly type: 'toasted'; readonly toast: undefined}) => void,
	now: () => number,
): void {
	useEffect(() => {
		if (toast === undefined) {
			return;
		}

		const timer = setTimeout(
			() => dispatch({type: 'toasted', toast: undefined}),
			Math.max(0, toast.at + shownMs - now()),
		);
		return () => clearTimeout(timer);
	}, [toast, dispatch, now]);
}
