import type {LogReader} from '../../logs/log.js';

/** A search in a log: the match that is shown, and how many there are as far as they have been counted. */
export interface SearchState {
	readonly pattern: string;
	/** The line shown, or -1 when there is no match. */
	readonly line: number;
	/** Which of the matches it is, counting from 1; 0 until it has been counted. */
	readonly index: number;
	readonly count: number;
	/** False while counting goes on, or when there are more than can be counted. */
	readonly complete: boolean;
	readonly matches?: readonly number[];
}

/** Counting stops here: nobody steps through more matches, and a log may have millions. */
const mostMatches = 1000;

/** Counts the matching lines; tells now and then how far it is, and stops when `tell` answers false. */
export async function countMatches(
	reader: LogReader,
	pattern: string,
	tell: (counted: {readonly matches: readonly number[]; readonly complete: boolean}) => boolean,
): Promise<void> {
	const matches: number[] = [];
	let from = 0;
	while (matches.length < mostMatches) {
		const line = await reader.search(pattern, from, 1);
		if (line < 0) {
			tell({matches, complete: true});
			return;
		}

		matches.push(line);
		from = line + 1;
		if (matches.length % 200 === 0 && !tell({matches, complete: false})) {
			return;
		}
	}

	tell({matches, complete: false});
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
