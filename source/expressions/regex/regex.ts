import type {Result} from '../../errors.js';
import {changeFlags, noFlags} from './flags.js';
import {matches} from './matches.js';
import {parsePattern} from './parse.js';
import {PatternError} from './pattern.js';
import {compile, compileWithGroups} from './program.js';
import {scan} from './scan.js';

/** A compiled regular expression of GitLab's (RE2): its time is linear in the text, whatever the pattern. */
export interface Regex {
	/** True when it matches anywhere in the text. */
	test(text: string): boolean;
}

/** One that also tells what it matched. */
export interface ScanningRegex {
	/** Every match: the texts of its groups, or the whole match when there are none. */
	scan(text: string): readonly (readonly string[])[];
}

/** Compiles the text between the slashes; `index` in the error counts from 0 in `source`. */
export function compileRegex(source: string, flags = ''): Result<Regex, PatternError> {
	return compiled(source, flags, ({pattern}) => {
		const program = compile(pattern);
		return {test: text => matches(program, text)};
	});
}

/** The same for one whose groups count. */
export function compileScanningRegex(source: string, flags = ''): Result<ScanningRegex, PatternError> {
	return compiled(source, flags, ({pattern, groups}) => {
		const program = compileWithGroups(pattern);
		return {scan: text => scan(program, groups, text)};
	});
}

/** Splits `/source/flags`; undefined when the text is not written like that. */
export function splitRegex(text: string): {readonly source: string; readonly flags: string} | undefined {
	const found = /^\/([\s\S]*)\/([ismU]*)$/.exec(text);
	return found ? {source: found[1] ?? '', flags: found[2] ?? ''} : undefined;
}

function compiled<T>(
	source: string,
	flags: string,
	make: (parsed: ReturnType<typeof parsePattern>) => T,
): Result<T, PatternError> {
	try {
		return {ok: true, value: make(parsePattern(source, changeFlags(noFlags, flags) ?? noFlags))};
	} catch (error) {
		if (error instanceof PatternError) return {ok: false, error};
		throw error;
	}
}
