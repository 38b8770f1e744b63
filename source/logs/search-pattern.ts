/**
 * What a user types to search: a regular expression, or the text itself when it is not a valid one. Case-insensitive unless it
 * has a capital letter (that of an escape like `\S` does not count).
 */
export function searchPattern(pattern: string): RegExp {
	const flags = /\p{Lu}/u.test(pattern.replace(/\\./g, '')) ? '' : 'i';
	try {
		return new RegExp(pattern, flags);
	} catch {
		return new RegExp(pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), flags);
	}
}
