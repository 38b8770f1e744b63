import {CiError} from '../errors.js';

/** The system's code of an error (`ENOENT`), if it has one. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** What to tell a user when the disk does not take a write; a CiError stays what it is. */
export function notWritten(file: string, cause: unknown): CiError {
	if (cause instanceof CiError) return cause;
	const full = codeOf(cause) === 'ENOSPC' || codeOf(cause) === 'EDQUOT';
	const why = full ? 'the disk is full' : cause instanceof Error ? cause.message : String(cause);
	return new CiError('STORE_NOT_WRITTEN', `${file} could not be written: ${why}`, {
		hint: full ? 'make room, for example with `ci-tui clean --keep 10`, and run again' : 'check who may write there',
		cause,
	});
}
