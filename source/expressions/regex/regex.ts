import type {Result} from '../../errors.js';
import {changeFlags, noFlags} from './flags.js';
import {matches} from './matches.js';
import {parsePattern} from './parse.js';
import {PatternError} from './pattern.js';
import {compile} from './program.js';

/** A compiled regular expression of GitLab's (RE2): its time is linear in the text, whatever the pattern. */
export interface Regex {
	/** True when it matches anywhere in the text. */
	test(text: string): boolean;
}

/** Compiles the text between the slashes; `index` in the error counts from 0 in `source`. */
export function compileRegex(source: string, flags = ''): Result<Regex, PatternError> {
	try {
		const program = compile(parsePattern(source, changeFlags(noFlags, flags) ?? noFlags));
		return {ok: true, value: {test: text => matches(program, text)}};
	} catch (error) {
		if (error instanceof PatternError) return {ok: false, error};
		throw error;
	}
}

/** Splits `/source/flags`; undefined when the text is not written like that. */
export function splitRegex(text: string): {readonly source: string; readonly flags: string} | undefined {
	const found = /^\/([\s\S]*)\/([ismU]*)$/.exec(text);
	return found ? {source: found[1] ?? '', flags: found[2] ?? ''} : undefined;
}
