/**
 * What a user types to search: a regular expression, or the text itself when it is not a valid one. Case-insensitive unless it
 * has a capital letter (that of an escape like `\S` does not count).
 */
export function searchPattern(pattern: string): RegExp {
	const flags = hasCapital(pattern) ? '' : 'i';
	try {
		return new RegExp(pattern, flags);
	} catch {
		return new RegExp(pattern.replace(special, '\\$&'), flags);
	}
}

/**
 * Tells from the bytes of many lines that none of them matches: true means that they must be looked at. Most searches are for a
 * plain word, and most of a log has neither the word nor anything that would be shown otherwise than it is written.
 */
export function mayMatch(pattern: string): (bytes: Buffer) => boolean {
	if (!/^[\x20-\x7e]+$/.test(pattern) || pattern.search(special) !== -1) return () => true;
	const exact = hasCapital(pattern);
	return bytes => {
		const text = bytes.toString('latin1');
		// A tab is shown as spaces.
		if (changed.test(text) || (pattern.includes(' ') && text.includes('\t'))) return true;
		return (exact ? text : text.toLowerCase()).includes(pattern);
	};
}

/** Controls and what is not shown, as UTF-8 has them: what is read may be another word than what is written. */
const changed = /[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x80-\xaf]|\xe2\x81|\xef\xbb/;

const special = /[\\^$.*+?()[\]{}|]/g;

function hasCapital(pattern: string): boolean {
	return /\p{Lu}/u.test(pattern.replace(/\\./g, ''));
}
