/** The colours and attributes in force at a place of a log: what SGR sequences before it have set. */
export interface Sgr {
	/** Attribute codes that are on (1 bold, 2 dim, 3 italic, 4 underline, 7 inverse, 9 strike), ascending. */
	readonly attributes: readonly number[];
	/** Parameters as they are written (`31`, `38;5;208`), or empty for the terminal's own. */
	readonly foreground: string;
	readonly background: string;
}

export const plainSgr: Sgr = {attributes: [], foreground: '', background: ''};

/** The parameters that set this state from a reset one; empty when nothing is set. */
export function sgrParameters(sgr: Sgr): string {
	return [...sgr.attributes, sgr.foreground, sgr.background].filter(part => part !== '').join(';');
}

/**
 * The state after one `CSI … m` with these parameters (ECMA-48, and ITU T.416 for `38:2::r:g:b`). Blinking and hidden
 * text are left out: neither helps anybody to read a log.
 */
export function applySgr(sgr: Sgr, parameters: string): Sgr {
	const known = transitions.get(sgr) ?? new Map<string, Sgr>();
	let next = known.get(parameters);
	if (next === undefined) {
		const applied = apply(sgr, parameters);
		const key = sgrParameters(applied);
		if (states.size > mostStates) states = new Map();
		next = states.get(key) ?? applied;
		states.set(key, next);
		if (known.size < mostStates) transitions.set(sgr, known.set(parameters, next));
	}

	return next;
}

/** Logs change between few states: each is one object, and where a sequence leads from it is remembered. */
let states = new Map<string, Sgr>([['', plainSgr]]);
const mostStates = 1000;
const transitions = new WeakMap<Sgr, Map<string, Sgr>>();

function apply(sgr: Sgr, parameters: string): Sgr {
	let {attributes, foreground, background} = sgr;
	const groups = parameters.split(';');
	for (let index = 0; index < groups.length; index++) {
		const parts = (groups[index] ?? '').split(':');
		const code = Number(parts[0] || 0);
		if (code === 0) ({attributes, foreground, background} = plainSgr);
		else if (code === 4 && parts[1] === '0') attributes = without(attributes, 4);
		else if (shown.has(code)) attributes = [...without(attributes, code), code].sort((a, b) => a - b);
		else if (code === 21) attributes = [...without(attributes, 4), 4].sort((a, b) => a - b);
		else if (code === 22) attributes = without(attributes, 1, 2);
		else if (code === 23 || code === 24 || code === 27 || code === 29) attributes = without(attributes, code - 20);
		else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) foreground = String(code);
		else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) background = String(code);
		else if (code === 39) foreground = '';
		else if (code === 49) background = '';
		else if (code === 38 || code === 48 || code === 58) {
			const color = parts.length > 1 ? colonColor(parts) : semicolonColor(groups, index);
			if (parts.length === 1) index += color.used;
			if (color.text !== '' && code === 38) foreground = `38;${color.text}`;
			if (color.text !== '' && code === 48) background = `48;${color.text}`;
		}
	}

	return {attributes, foreground, background};
}

const shown = new Set([1, 2, 3, 4, 7, 9]);

function without(attributes: readonly number[], ...codes: readonly number[]): readonly number[] {
	return attributes.filter(code => !codes.includes(code));
}

interface Color {
	readonly text: string;
	/** How many groups it took beside the first. */
	readonly used: number;
}

function semicolonColor(groups: readonly string[], index: number): Color {
	const kind = groups[index + 1];
	if (kind === '5') return {text: color('5', groups.slice(index + 2, index + 3)), used: 2};
	if (kind === '2') return {text: color('2', groups.slice(index + 2, index + 5)), used: 4};
	return {text: '', used: groups.length};
}

function colonColor(parts: readonly string[]): Color {
	if (parts[1] === '5') return {text: color('5', parts.slice(2, 3)), used: 0};
	// With a colour space between the kind and the three numbers, or without one.
	if (parts[1] === '2') return {text: color('2', parts.slice(parts.length >= 6 ? 3 : 2).slice(0, 3)), used: 0};
	return {text: '', used: 0};
}

function color(kind: '2' | '5', numbers: readonly string[]): string {
	const valid = numbers.length === (kind === '5' ? 1 : 3) && numbers.every(number => Number(number || 0) <= 255);
	return valid ? [kind, ...numbers.map(number => String(Number(number || 0)))].join(';') : '';
}
