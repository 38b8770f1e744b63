import type {ScalarNode} from './yaml/node.js';
import type {Place} from './yaml/source-file.js';

/**
 * Where a part of a scalar's value stands in the file: value and source are walked side by side, and white space,
 * which YAML folds, may differ. The whole scalar when the two do not agree (escapes in double quotes).
 */
export function placeInside(scalar: ScalarNode, index: number, length: number): Place {
	const {file, start, end} = scalar.place;
	const source = file.text;
	let at = start + openingOf(source, start);
	let first: number | undefined;
	for (let seen = 0; seen < scalar.text.length && seen < index + length; seen++) {
		const wanted = scalar.text[seen] ?? '';
		if (isSpace(wanted)) {
			if (seen === index) first = at;
			while (at < end && isSpace(source[at] ?? '')) at++;
			while (isSpace(scalar.text[seen + 1] ?? '')) seen++;
			continue;
		}

		while (at < end && isSpace(source[at] ?? '')) at++;
		if (source.startsWith("''", at) && wanted === "'") at++;
		if (source[at] !== wanted) return scalar.place;
		if (first === undefined && seen >= index) first = at;
		at++;
	}

	return {file, start: first ?? Math.max(start, at - 1), end: Math.max(at, (first ?? at) + 1)};
}

/** How much of the source comes before the value: a quote, or a block's header line. */
function openingOf(source: string, start: number): number {
	const opening = source[start];
	if (opening === '"' || opening === "'") return 1;
	if (opening !== '|' && opening !== '>') return 0;
	const lineEnd = source.indexOf('\n', start);
	return lineEnd === -1 ? 1 : lineEnd - start + 1;
}

function isSpace(character: string): boolean {
	return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}
