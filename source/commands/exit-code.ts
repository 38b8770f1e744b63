import type {RunState} from '../model/run-state.js';

export const exitCodes = {
	success: 0,
	failed: 1,
	wrongInput: 2,
	runner: 3,
	hangup: 129,
	interrupted: 130,
	terminated: 143,
} as const;

/** What the process exits with after a run: a cancel of the whole run outweighs its failures, a failed script a runner error. */
export function exitCodeOf(state: RunState): number {
	const {status, reason} = state;
	if (reason?.kind === 'signal') {
		return codeOfSignal(reason.signal);
	}

	if (status === 'Canceled' || reason?.kind === 'user') {
		return exitCodes.interrupted;
	}

	if (status !== 'Failed') {
		return exitCodes.success;
	}

	const failures = [...state.jobs.values()].filter(job => job.status === 'Failed' && !job.allowed);
	const onlyRunnerErrors =
		failures.length > 0 ? failures.every(job => job.reason?.kind === 'runner') : reason?.kind === 'runner';
	return onlyRunnerErrors ? exitCodes.runner : exitCodes.failed;
}

/** 128 and the signal's number, as shells have it. */
export function codeOfSignal(signal: string): number {
	switch (signal) {
		case 'SIGTERM': {
			return exitCodes.terminated;
		}

		case 'SIGHUP': {
			return exitCodes.hangup;
		}

		default: {
			return exitCodes.interrupted;
		}
	}
}
