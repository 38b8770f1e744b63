import {readBrackets} from './brackets.js';
import {between, inEitherCase, not} from './characters.js';
import {readEscape} from './escape.js';
import {changeFlags, type Flags} from './flags.js';
import type {Accepts, Pattern} from './pattern.js';
import {Reader} from './reader.js';

/** Reads a pattern in RE2's syntax (github.com/google/re2/wiki/Syntax); throws a PatternError for anything else. */
export function parsePattern(source: string, flags: Flags): {readonly pattern: Pattern; readonly groups: number} {
	const reader = new Reader(source);
	const pattern = readChoice(reader, flags, 0);
	return reader.done ? {pattern, groups: reader.groups} : reader.fail('")" closes nothing');
}

const maxDepth = 200;
const maxRepeat = 1000;

function readChoice(reader: Reader, flags: Flags, depth: number): Pattern {
	if (depth > maxDepth) return reader.fail('it is nested too deep');
	const items: Pattern[] = [];
	let inner = flags;
	do {
		const sequence: Pattern[] = [];
		while (!reader.done && reader.next !== '|' && reader.next !== ')') {
			const changed = readFlagChange(reader, inner);
			if (changed) inner = changed;
			else sequence.push(readRepeated(reader, inner, depth));
		}

		items.push({kind: 'sequence', items: sequence});
	} while (reader.take('|'));

	const [first] = items;
	return first !== undefined && items.length === 1 ? first : {kind: 'choice', items};
}

/** `(?i)`: from here to the end of the group. */
function readFlagChange(reader: Reader, flags: Flags): Flags | undefined {
	const start = reader.index;
	const found = reader.match(/\(\?([a-zA-Z-]*)\)/y);
	if (!found) return undefined;
	return changeFlags(flags, found[1] ?? '') ?? reader.fail(`RE2 does not know ${found[0]}`, start);
}

function readRepeated(reader: Reader, flags: Flags, depth: number): Pattern {
	const start = reader.index;
	const item = readAtom(reader, flags, depth);
	const repeat = readRepeat(reader);
	if (!repeat) return item;
	const lazy = reader.take('?') !== flags.ungreedy;
	const again = reader.index;
	if (readRepeat(reader)) {
		return reader.fail(`"${reader.source.slice(start, reader.index)}" repeats a repetition`, again);
	}

	return {kind: 'repeat', item, ...repeat, lazy};
}

function readRepeat(reader: Reader): {readonly min: number; readonly max: number | undefined} | undefined {
	if (reader.take('*')) return {min: 0, max: undefined};
	if (reader.take('+')) return {min: 1, max: undefined};
	if (reader.take('?')) return {min: 0, max: 1};
	const start = reader.index;
	const counted = reader.match(/\{(\d+)(?:(,)(\d*))?\}/y);
	if (!counted) return undefined;
	const min = Number(counted[1]);
	const max = counted[3] ? Number(counted[3]) : counted[2] ? undefined : min;
	if (min > maxRepeat || (max ?? 0) > maxRepeat) return reader.fail(`RE2 repeats at most ${maxRepeat} times`, start);
	if (max !== undefined && max < min) return reader.fail(`"${counted[0]}" ends before it starts`, start);
	return {min, max};
}

function readAtom(reader: Reader, flags: Flags, depth: number): Pattern {
	switch (reader.next) {
		case '(': {
			return readGroup(reader, flags, depth);
		}

		case '[': {
			return {kind: 'character', accepts: readBrackets(reader, flags)};
		}

		case '.': {
			reader.index++;
			return {kind: 'character', accepts: flags.dotAll ? () => true : not(between(0x0a, 0x0a))};
		}

		case '^': {
			reader.index++;
			return {kind: 'assertion', assertion: flags.multiLine ? 'line-start' : 'text-start'};
		}

		case '$': {
			reader.index++;
			return {kind: 'assertion', assertion: flags.multiLine ? 'line-end' : 'text-end'};
		}

		case '*':
		case '+':
		case '?': {
			return reader.fail(`"${reader.next}" has nothing to repeat`);
		}

		case '\\': {
			return readEscaped(reader, flags);
		}

		default: {
			return literal(reader.codePoint(), flags);
		}
	}
}

function readEscaped(reader: Reader, flags: Flags): Pattern {
	const quoted = reader.match(/\\Q([\s\S]*?)(?:\\E|$)/y);
	if (quoted) {
		const codes = Array.from(quoted[1] ?? '', character => character.codePointAt(0) ?? 0);
		return {kind: 'sequence', items: codes.map(code => literal(code, flags))};
	}

	const escaped = readEscape(reader);
	if (escaped.kind === 'assertion') return {kind: 'assertion', assertion: escaped.assertion};
	return escaped.kind === 'class' ? {kind: 'character', accepts: escaped.accepts} : literal(escaped.code, flags);
}

function readGroup(reader: Reader, flags: Flags, depth: number): Pattern {
	const start = reader.index;
	reader.index++;
	let inner = flags;
	let group: number | undefined;
	if (reader.next === '?') {
		const opening = reader.match(/\?(?:P?<[A-Za-z_]\w*>|([a-zA-Z-]*):)/y);
		if (!opening) return reader.fail(refusal(reader), start);
		const changed = changeFlags(flags, opening[1] ?? '');
		if (!changed) return reader.fail(`RE2 does not know (${opening[0]}`, start);
		inner = changed;
		if (opening[0].endsWith('>')) group = ++reader.groups;
	} else group = ++reader.groups;

	const item = readChoice(reader, inner, depth + 1);
	if (!reader.take(')')) return reader.fail('"(" is never closed', start);
	return group === undefined ? item : {kind: 'group', item, group};
}

function refusal(reader: Reader): string {
	const rest = reader.source.slice(reader.index, reader.index + 3);
	if (/^\?[=!]/.test(rest)) return 'RE2 has no look-ahead';
	if (/^\?<[=!]/.test(rest)) return 'RE2 has no look-behind';
	if (rest.startsWith('?>')) return 'RE2 has no atomic groups';
	return `RE2 does not know (${rest}`;
}

function literal(code: number, flags: Flags): Pattern {
	const accepts: Accepts = between(code, code);
	return {kind: 'character', accepts: flags.ignoreCase ? inEitherCase(accepts) : accepts};
}
