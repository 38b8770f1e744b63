import {compileRegex, type Regex} from './regex/regex.js';

/**
 * A path pattern as GitLab's `rules:changes`, `rules:exists` and `include` read it (Ruby's `File.fnmatch` with
 * pathname, dotmatch and extglob): two stars and a slash are any folders, `{a,b}` choices. Matches whole paths.
 */
export function compileGlob(glob: string): Regex {
	const compiled = compileRegex(`^(?:${translate(glob)})$`, 's');
	return compiled.ok ? compiled.value : {test: path => path === glob};
}

/** True when the pattern has anything in it that stands for more than itself. */
export function isGlob(path: string): boolean {
	return /[*?[{]/.test(path);
}

function translate(glob: string): string {
	let pattern = '';
	let open = 0;
	const pieces = glob.matchAll(/\*\*\/|\*+|\?|\[[!^]?[^\]]*\]|\\[\s\S]|[{},]|[\s\S]/gu);
	for (const [piece] of pieces) {
		if (piece === '**/') pattern += '(?:[^/]+/)*';
		else if (piece.startsWith('*')) pattern += '[^/]*';
		else if (piece === '?') pattern += '[^/]';
		else if (piece.startsWith('[') && piece.length > 2) pattern += piece.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
		else if (piece === '{') {
			open++;
			pattern += '(?:';
		} else if (piece === '}' && open > 0) {
			open--;
			pattern += ')';
		} else if (piece === ',' && open > 0) pattern += '|';
		else pattern += literal(piece.startsWith('\\') && piece.length > 1 ? piece.slice(1) : piece);
	}

	return pattern + ')'.repeat(open);
}

function literal(text: string): string {
	return text.replaceAll(/[^\w/]/gu, character => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
