import {useEffect, useRef} from 'react';
import type {RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import type {TerminalControls} from '../terminal/controls.js';
import {endSequence, noProgress, progressSequence, signalsOf} from '../terminal/progress.js';

/** A run this short is over before anybody has looked away. */
const shortMs = 10_000;

/** Tells the terminal how far the run is, and that it has ended when that took a while. */
export function useSignals(terminal: TerminalControls, state: RunState, live: boolean): void {
	const sent = useRef('');
	const wasRunning = useRef(false);
	useEffect(() => {
		const signals = signalsOf(terminal.env);
		const progress = signals.progress && live ? progressSequence(state) : '';
		if (progress !== sent.current) {
			sent.current = progress;
			terminal.send(progress);
		}

		const over = isSettled(state.status);
		const took = (state.endedAt ?? 0) - (state.startedAt ?? 0);
		if (live && over && wasRunning.current && took >= shortMs && terminal.env['CI_TUI_NOTIFY'] !== '0') {
			terminal.send(endSequence(state, signals));
		}

		wasRunning.current = !over;
	}, [terminal, state, live]);
	useEffect(
		() => () => {
			if (sent.current !== '') {
				terminal.send(noProgress);
			}
		},
		[terminal],
	);
}
