/** An escape sequence found in a text. `end` is the place after it. */
export interface Sequence {
	readonly end: number;
	/** The last character of a CSI sequence without private or intermediate characters, else empty. */
	readonly final: string;
	readonly parameters: string;
}

const esc = 0x1b;
const csi = 0x9b;
/** DCS, SOS, OSC, PM, APC: as 8-bit controls, and as the character that follows ESC. */
const strings = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f]);
const stringsAfterEscape = new Set(['P', 'X', ']', '^', '_']);

const csiBody = /([\x30-\x3f]*)([\x20-\x2f]*)([\x40-\x7e]?)/y;
const stringBody = /[^\x07\x1b\x9c]*(?:\x07|\x9c|\x1b\\|)/y;
const shortBody = /[\x20-\x2f]*[\x30-\x7e]?/y;

/**
 * Reads the sequence that begins at `start`, an ESC or an 8-bit control. What is cut off in the middle ends there: a
 * sequence never swallows another one, and never reaches past its line. (ECMA-48; a BEL ends an OSC as in xterm.)
 */
export function readSequence(text: string, start: number): Sequence {
	const code = text.charCodeAt(start);
	if (code === csi) return readCsi(text, start + 1);
	if (strings.has(code)) return {end: match(stringBody, text, start + 1).end, final: '', parameters: ''};
	if (code !== esc) return {end: start + 1, final: '', parameters: ''};
	const next = text.charAt(start + 1);
	if (next === '[') return readCsi(text, start + 2);
	if (stringsAfterEscape.has(next)) return {end: match(stringBody, text, start + 2).end, final: '', parameters: ''};
	return {end: match(shortBody, text, start + 1).end, final: '', parameters: ''};
}

function readCsi(text: string, start: number): Sequence {
	const {end, groups} = match(csiBody, text, start);
	const [parameters = '', intermediates = '', final = ''] = groups;
	const known = intermediates === '' && /^[\d;:]*$/.test(parameters);
	return {end, final: known ? final : '', parameters};
}

function match(pattern: RegExp, text: string, start: number): {end: number; groups: readonly (string | undefined)[]} {
	pattern.lastIndex = start;
	const found = pattern.exec(text);
	return {end: start + (found?.[0].length ?? 0), groups: found?.slice(1) ?? []};
}
