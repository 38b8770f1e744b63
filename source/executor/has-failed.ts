import type {Outcome} from '../model/outcome.js';

/** Whether a script failed, its time being over included; one that somebody canceled did not. */
export function hasFailed(outcome: Outcome, stop: AbortSignal): boolean {
	return outcome.kind === 'canceled' ? isTimeout(stop) : outcome.kind !== 'success';
}

/** Whether what is kept of a job `when` it ended so is to be kept (`artifacts:when`, `cache:when`); of a canceled job only `always`. */
export function isWanted(when: 'on_success' | 'on_failure' | 'always', outcome: Outcome, stop: AbortSignal): boolean {
	switch (when) {
		case 'always': {
			return true;
		}

		case 'on_failure': {
			return hasFailed(outcome, stop);
		}

		default: {
			return outcome.kind === 'success';
		}
	}
}

function isTimeout({aborted, reason}: AbortSignal): boolean {
	return aborted && reason instanceof Error && reason.name === 'TimeoutError';
}
