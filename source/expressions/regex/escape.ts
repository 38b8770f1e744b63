import {letterClasses, not, unicodeClass} from './characters.js';
import type {Accepts, Assertion} from './pattern.js';
import type {Reader} from './reader.js';

/** What a backslash and the characters after it stand for. */
export type Escape =
	| {readonly kind: 'code'; readonly code: number}
	| {readonly kind: 'class'; readonly accepts: Accepts}
	| {readonly kind: 'assertion'; readonly assertion: Assertion};

/** Reads an escape (its backslash is next); refuses what RE2 does not know. */
export function readEscape(reader: Reader): Escape {
	const start = reader.index;
	reader.index++;
	if (reader.done) return reader.fail('it ends with a backslash', start);
	const hex = reader.match(/x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/y);
	if (hex) return codePoint(reader, Number.parseInt(hex[1] ?? hex[2] ?? '', 16), start);
	const octal = reader.match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
	if (octal) return {kind: 'code', code: Number.parseInt(octal[0], 8)};
	const unicode = reader.match(/([pP])(?:\{(\^?)([^}]*)\}|(.))/y);
	if (unicode) return unicodeEscape(reader, unicode, start);
	const letter = reader.next;
	const accepts = letterClasses[letter];
	const assertion = assertions[letter];
	const control = controls[letter];
	const code = reader.codePoint();
	if (accepts) return {kind: 'class', accepts};
	if (assertion) return {kind: 'assertion', assertion};
	if (control !== undefined) return {kind: 'code', code: control};
	if (/[1-9k]/.test(letter)) return reader.fail('RE2 has no back-references', start);
	if (/[A-Za-z]/.test(letter)) return reader.fail(`RE2 does not know \\${letter}`, start);
	return {kind: 'code', code};
}

function codePoint(reader: Reader, code: number, start: number): Escape {
	return code > 0x10ffff ? reader.fail('there is no such character', start) : {kind: 'code', code};
}

function unicodeEscape(reader: Reader, found: RegExpExecArray, start: number): Escape {
	const name = found[3] ?? found[4] ?? '';
	const accepts = unicodeClass(name);
	if (!accepts) return reader.fail(`there is no Unicode class "${name}"`, start);
	const negated = (found[1] === 'P') !== (found[2] === '^');
	return {kind: 'class', accepts: negated ? not(accepts) : accepts};
}

const assertions: Readonly<Record<string, Assertion>> = {
	A: 'text-start',
	z: 'text-end',
	b: 'word-boundary',
	B: 'no-word-boundary',
};

const controls: Readonly<Record<string, number>> = {a: 7, f: 12, t: 9, n: 10, r: 13, v: 11};
