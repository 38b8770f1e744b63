/** A place in a file. `line` and `column` count from 1; `length` is how many characters to underline. */
export interface Position {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly length?: number;
}

export type Severity = 'error' | 'warning';

/**
 * One thing that is wrong, or unusual, in a pipeline file.
 *
 * `code` is stable (`NEEDS_UNKNOWN`); `message` uses the user's words and names; `hint` says what to do next.
 * `includedFrom` is the chain of `include` entries that led to the file, outermost first.
 */
export interface Diagnostic {
	readonly severity: Severity;
	readonly code: string;
	readonly message: string;
	readonly hint?: string;
	readonly position: Position;
	readonly includedFrom?: readonly Position[];
}

export interface CiErrorDetails {
	readonly hint?: string | undefined;
	/** The words of whoever refused, as they were: told once, where there is room; the message does without. */
	readonly detail?: string | undefined;
	readonly position?: Position | undefined;
	readonly cause?: unknown;
	/** What the process exits with when this ends it: 2 the user's input is wrong, 3 the runner could not work. */
	readonly exitCode?: 2 | 3;
}

/** A problem the user can act on. Anything else that is thrown is a bug. */
export class CiError extends Error {
	override readonly name = 'CiError';
	readonly code: string;
	readonly hint: string | undefined;
	readonly detail: string | undefined;
	readonly position: Position | undefined;
	readonly exitCode: 2 | 3;

	constructor(code: string, message: string, details: CiErrorDetails = {}) {
		super(message, {cause: details.cause});
		this.code = code;
		this.hint = details.hint;
		this.detail = details.detail;
		this.position = details.position;
		this.exitCode = details.exitCode ?? 3;
	}
}

/** Failing is a value: a caller cannot forget to look. */
export type Result<T, E> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly error: E};

/** Makes a `switch` exhaustive: a case that is forgotten does not compile. */
export function unreachable(value: never): never {
	throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
