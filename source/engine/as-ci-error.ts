import {CiError} from '../errors.js';

/** What an adapter threw, as a problem a user can read; a bug keeps its cause. */
export function asCiError(error: unknown): CiError {
	if (error instanceof CiError) return error;
	const message = error instanceof Error ? error.message : String(error);
	return new CiError('RUNNER_FAILED', `the runner failed: ${message}`, {cause: error});
}
