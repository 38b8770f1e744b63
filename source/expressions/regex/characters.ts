import type {Accepts} from './pattern.js';

/** The classes that RE2 knows by a letter after a backslash; ASCII only, as there. */
export const letterClasses: Readonly<Record<string, Accepts>> = {
	d: isDigit,
	D: not(isDigit),
	s: isSpace,
	S: not(isSpace),
	w: isWord,
	W: not(isWord),
};

/** `[:alpha:]` and its like inside of brackets. */
export const namedClasses: Readonly<Record<string, Accepts>> = {
	alnum: code => isDigit(code) || isAlpha(code),
	alpha: isAlpha,
	ascii: code => code <= 0x7f,
	blank: code => code === 0x20 || code === 0x09,
	cntrl: code => code <= 0x1f || code === 0x7f,
	digit: isDigit,
	graph: between(0x21, 0x7e),
	lower: between(0x61, 0x7a),
	print: between(0x20, 0x7e),
	punct: code =>
		between(0x21, 0x2f)(code) || between(0x3a, 0x40)(code) || between(0x5b, 0x60)(code) || between(0x7b, 0x7e)(code),
	space: code => isSpace(code) || code === 0x0b,
	upper: between(0x41, 0x5a),
	word: isWord,
	xdigit: code => isDigit(code) || between(0x41, 0x46)(code) || between(0x61, 0x66)(code),
};

/** A Unicode class (`\p{Greek}`, `\pL`), or undefined when there is none of that name. */
export function unicodeClass(name: string): Accepts | undefined {
	for (const property of [name, `Script=${name}`]) {
		try {
			const test = new RegExp(`^\\p{${property}}$`, 'u');
			return code => test.test(String.fromCodePoint(code));
		} catch {
			// Not a property of that spelling: the other one is tried.
		}
	}

	return undefined;
}

export function isWord(code: number): boolean {
	return isDigit(code) || isAlpha(code) || code === 0x5f;
}

export function between(low: number, high: number): Accepts {
	return code => code >= low && code <= high;
}

export function not(accepts: Accepts): Accepts {
	return code => !accepts(code);
}

export function anyOf(choices: readonly Accepts[]): Accepts {
	const [first] = choices;
	if (first !== undefined && choices.length === 1) return first;
	return code => choices.some(accepts => accepts(code));
}

/** Accepts a character in either case. */
export function inEitherCase(accepts: Accepts): Accepts {
	return code => {
		if (accepts(code)) return true;
		const text = String.fromCodePoint(code);
		return accepts(text.toLowerCase().codePointAt(0) ?? code) || accepts(text.toUpperCase().codePointAt(0) ?? code);
	};
}

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

function isAlpha(code: number): boolean {
	return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isSpace(code: number): boolean {
	return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0c || code === 0x0d;
}
