import {CiError} from '../../errors.js';

/** What dockerode rejects with: `statusCode` when the engine answered, `code` when it could not be asked. */
export interface EngineFailure {
	readonly message: string;
	readonly statusCode?: number;
	readonly code?: string;
}

/** Reads an error of dockerode's; the message is the engine's own words where it has any. */
export function failureOf(error: unknown): EngineFailure {
	if (!(error instanceof Error)) {
		return {message: String(error)};
	}

	const {statusCode, json, code} = error as Error & {statusCode?: unknown; json?: unknown; code?: unknown};
	const own = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
	return {
		message: typeof own === 'string' ? own : error.message,
		...(typeof statusCode === 'number' ? {statusCode} : {}),
		...(typeof code === 'string' ? {code} : {}),
	};
}

/** Whether the engine said that there is no such thing (any more). */
export function isMissing(error: unknown): boolean {
	return failureOf(error).statusCode === 404;
}

/** An engine that could not be asked is unreachable; one that refused says why. `doing` completes "cannot". */
export function engineError(error: unknown, doing: string): CiError {
	if (error instanceof CiError) {
		return error;
	}

	const {message, statusCode} = failureOf(error);
	return statusCode === undefined
		? new CiError('ENGINE_LOST', `the Docker engine went away (cannot ${doing}: ${message}).`, {
				hint: 'See whether it runs: docker version',
				cause: error,
			})
		: new CiError('ENGINE_REFUSED', `the Docker engine cannot ${doing}: ${message}`, {cause: error});
}
