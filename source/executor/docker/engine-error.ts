import {CiError} from '../../errors.js';
import {explainRefusal} from './refusals.js';

/** What dockerode rejects with: `statusCode` when the engine answered, `code` when it could not be asked. */
export interface EngineFailure {
	/** On one line. */
	readonly message: string;
	readonly statusCode?: number;
	readonly code?: string;
}

/** Reads an error of dockerode's; the message is the engine's own words where it has any, never what dockerode puts before them. */
export function failureOf(error: unknown): EngineFailure {
	if (!(error instanceof Error)) {
		return {message: String(error)};
	}

	const {statusCode, json, code} = error as Error & {statusCode?: unknown; json?: unknown; code?: unknown};
	const own = typeof json === 'object' && json !== null && 'message' in json ? json.message : undefined;
	const message = typeof own === 'string' ? own : error.message;
	return {
		message: message
			.replace(/^\(HTTP code \d+\) [^-]*- /, '')
			.replaceAll(/\s+/g, ' ')
			.trim(),
		...(typeof statusCode === 'number' ? {statusCode} : {}),
		...(typeof code === 'string' ? {code} : {}),
	};
}

/** Whether the engine said that there is no such thing (any more). */
export function isMissing(error: unknown): boolean {
	return failureOf(error).statusCode === 404;
}

/** An engine that could not be asked is gone; one that refused says why. `doing` completes "cannot". */
export function engineError(error: unknown, doing: string): CiError {
	if (error instanceof CiError) {
		return error;
	}

	const {message, statusCode} = failureOf(error);
	if (statusCode === undefined) {
		return new CiError('ENGINE_LOST', `cannot ${doing}: the Docker engine went away.`, {
			hint: 'See whether it runs: docker version',
			detail: message,
			cause: error,
		});
	}

	const {code, words, hint} = explainRefusal(message);
	const detail = words === message ? undefined : message;
	return new CiError(code, `cannot ${doing}: ${words}`, {hint, detail, cause: error});
}
