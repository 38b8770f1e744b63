import type {RunHandle} from '../engine/run-handle.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Cancels the run when this process is told to end: the first signal asks politely, the next one kills.
 * Answers a function that lets go again.
 */
export function cancelOnSignals(run: Pick<RunHandle, 'send'>): () => void {
	const listeners = signals.map(signal => {
		const listener = () => run.send({type: 'cancel-run', signal});
		process.on(signal, listener);
		return () => process.off(signal, listener);
	});
	return () => {
		for (const stop of listeners) {
			stop();
		}
	};
}
