import {anyOf, between, inEitherCase, namedClasses, not} from './characters.js';
import {readEscape} from './escape.js';
import type {Flags} from './flags.js';
import type {Accepts} from './pattern.js';
import type {Reader} from './reader.js';

/** Reads a class in brackets; the opening one is next. */
export function readBrackets(reader: Reader, flags: Flags): Accepts {
	const start = reader.index;
	reader.index++;
	const negated = reader.take('^');
	const members: Accepts[] = [];
	while (members.length === 0 || reader.next !== ']') {
		if (reader.done) return reader.fail('"[" is never closed', start);
		members.push(readMember(reader));
	}

	reader.index++;
	const accepts = flags.ignoreCase ? inEitherCase(anyOf(members)) : anyOf(members);
	return negated ? not(accepts) : accepts;
}

function readMember(reader: Reader): Accepts {
	const start = reader.index;
	const named = reader.match(/\[:(\^?)(\w+):\]/y);
	if (named) {
		const accepts = namedClasses[named[2] ?? ''];
		if (!accepts) return reader.fail(`there is no class ${named[0]}`, start);
		return named[1] ? not(accepts) : accepts;
	}

	const low = readEnd(reader);
	if (typeof low === 'function') return low;
	if (reader.next !== '-' || reader.source[reader.index + 1] === ']') return between(low, low);
	reader.index++;
	if (reader.done) return between(low, low);
	const high = readEnd(reader);
	if (typeof high === 'function' || high < low) {
		return reader.fail(`"${reader.source.slice(start, reader.index)}" is not a range`, start);
	}

	return between(low, high);
}

function readEnd(reader: Reader): number | Accepts {
	if (reader.next !== '\\') return reader.codePoint();
	const start = reader.index;
	const escaped = readEscape(reader);
	if (escaped.kind === 'code') return escaped.code;
	if (escaped.kind === 'class') return escaped.accepts;
	return reader.fail('this cannot stand inside of brackets', start);
}
