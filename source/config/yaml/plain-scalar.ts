/** A scalar's value, and the text GitLab makes of it where it needs one. */
export interface PlainScalar {
	readonly value: string | number | boolean | null;
	readonly text: string;
}

/**
 * What a scalar without quotes means: the rules of Ruby's Psych, which GitLab reads pipelines with. They are YAML 1.1
 * with small differences: `yes`, `on` and `no`, `off` are booleans, `y` and `n` are not; `010` is 8; `1:30` is 90.
 */
export function resolvePlain(source: string): PlainScalar {
	if (source === '' || source === '~' || /^null$/i.test(source)) return {value: null, text: ''};
	if (/^(?:yes|true|on)$/i.test(source)) return {value: true, text: 'true'};
	if (/^(?:no|false|off)$/i.test(source)) return {value: false, text: 'false'};
	if (!/^[-+.\d]/.test(source)) return {value: source, text: source};
	if (integer.test(source)) return ofInteger(readInteger(source), source);
	if (sexagesimal.test(source)) return ofInteger(readSexagesimal(source), source);
	if (float.test(source) && /\d/.test(source)) return ofFloat(Number(source.replaceAll(/[,_]/g, '')), source);
	return {value: source, text: source};
}

/** A date without quotes, which GitLab's loader refuses (`Tried to load unspecified class: Date`). */
export function isDate(source: string): boolean {
	return /^\d{4}-(?:1[012]|0?\d)-(?:[12]\d|3[01]|0?\d)$/.test(source);
}

const integer = /^(?:[-+]?0b[01_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+)$/;
const sexagesimal = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}$/;
const float = /^[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][+-][0-9]+)?$/;

function readInteger(source: string): number {
	const digits = source.replaceAll(/[-+,_]/g, '');
	const sign = source.startsWith('-') ? -1 : 1;
	if (/^0[bx]/.test(digits)) return sign * Number(digits);
	return sign * (/^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits));
}

function readSexagesimal(source: string): number {
	const sign = source.startsWith('-') ? -1 : 1;
	const parts = source.replaceAll(/[-+_]/g, '').split(':');
	return sign * parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

function ofInteger(value: number, source: string): PlainScalar {
	// Beyond what a double can count the digits as written are the better text.
	if (!Number.isSafeInteger(value)) return {value, text: source.replaceAll(/[+,_]/g, '')};
	return {value: value === 0 ? 0 : value, text: String(value)};
}

function ofFloat(value: number, source: string): PlainScalar {
	if (!Number.isFinite(value)) return {value: source, text: source};
	return {value, text: Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value)};
}
