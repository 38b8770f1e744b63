import type {CiError} from '../errors.js';

/** A CiError as lines for a person: where, what, and what to do next. */
export function formatError(error: CiError, {color}: {readonly color: boolean}): string {
	const paint = (code: number, text: string) => (color ? `\u001B[${code}m${text}\u001B[0m` : text);
	const {code, message, hint, detail, position} = error;
	return [
		...(position === undefined ? [] : [`${position.file}:${position.line}:${position.column}`]),
		`${paint(31, 'error')} ${code}: ${message}`,
		...(detail === undefined ? [] : [`  ${paint(2, detail)}`]),
		...(hint === undefined ? [] : [`  ${paint(36, 'hint')}: ${hint}`]),
	].join('\n');
}
