/** A search in a log: the match that is shown, and how many there are. */
export interface SearchState {
	readonly pattern: string;
	/** The line shown, or -1 when there is no match. */
	readonly line: number;
	/** Which of the matches it is, counting from 1; 0 until it is known. */
	readonly index: number;
	readonly count: number;
	/** False while counting goes on. */
	readonly complete: boolean;
}

/** The log shows only lines that match, or only those that do not. */
export interface OnlyState {
	readonly pattern: string;
	readonly inverse: boolean;
	readonly count: number;
	readonly complete: boolean;
}

/** `&` as typed: a `!` before the pattern turns it round. */
export function parseOnly(text: string): {readonly pattern: string; readonly inverse: boolean} {
	return text.startsWith('!') ? {pattern: text.slice(1), inverse: true} : {pattern: text, inverse: false};
}

/** The parts of a text that match, as a reader's search would find them: a regular expression, else the words themselves. */
export function matchRanges(pattern: string, text: string): readonly (readonly [number, number])[] {
	// The rules of every log reader: a capital letter, but for that of an escape such as `\\S`, makes case matter.
	const flags = /\p{Lu}/u.test(pattern.replaceAll(/\\./g, '')) ? 'g' : 'gi';
	const expression = compile(pattern, flags);
	return [...text.matchAll(expression)]
		.filter(match => match[0] !== '')
		.map(match => [match.index, match.index + match[0].length]);
}

function compile(pattern: string, flags: string): RegExp {
	try {
		return new RegExp(pattern, flags);
	} catch {
		return new RegExp(pattern.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), flags);
	}
}
