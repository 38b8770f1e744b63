import {CiError, type Position} from '../../errors.js';
import {type GivenVariable, variableName} from './given-variable.js';

/**
 * A file of lines `KEY=value`, as many tools write it: comments, empty lines and `export ` are allowed, a value in
 * quotes may go over lines. In single quotes it stands for itself. Throws a CiError (exit code 2) with the place.
 */
export function readDotenvVariables(text: string, file: string): readonly GivenVariable[] {
	const found: GivenVariable[] = [];
	const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
	for (let index = 0; index < lines.length; index++) {
		const line = lines[index] ?? '';
		if (/^\s*(?:#|$)/.test(line)) continue;
		const position = {file, line: index + 1, column: line.search(/\S/) + 1};
		const [, head = '', name = '', rest = ''] = /^(\s*(?:export\s+)?([^=\s]+)\s*=[ \t]*)(.*)$/.exec(line) ?? [];
		if (!variableName.test(name)) throw wrongLine(line, name, position);
		const quote = /^["']/.exec(rest)?.[0];
		const plain = {name, masked: false, file: false, position};
		if (quote === undefined) {
			found.push({...plain, value: rest.replace(/\s+#.*$/, '').trimEnd(), raw: false});
			continue;
		}

		const begin = index;
		let quoted = rest.slice(1);
		while (endOf(quoted, quote) === -1 && index + 1 < lines.length) quoted += `\n${lines[++index] ?? ''}`;
		const end = endOf(quoted, quote);
		if (end === -1) throw openQuote(quote, {file, line: begin + 1, column: head.length + 1});
		const inner = quoted.slice(0, end);
		found.push({...plain, value: quote === '"' ? unescaped(inner) : inner, raw: quote === "'"});
	}

	return found;
}

/** Where the quote ends that the text is in; -1 when it does not. */
function endOf(text: string, quote: string): number {
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '\\' && quote === '"') at++;
		else if (text[at] === quote) return at;
	}

	return -1;
}

function unescaped(text: string): string {
	return text.replaceAll(/\\([\s\S])/g, (whole, character: string) => escapes[character] ?? whole);
}

const escapes: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\'};

/** Never quotes the line: it may hold a secret. */
function wrongLine(line: string, name: string, position: Position): CiError {
	const message = line.includes('=')
		? `"${name}" is no name for a variable`
		: 'this line is neither KEY=value nor a comment';
	const hint = line.includes('=')
		? 'names have letters, digits and _ only, and begin with no digit'
		: 'write KEY=value, or name the file .yml when it is YAML';
	return new CiError('VARIABLES_INVALID', message, {hint, position, exitCode: 2});
}

function openQuote(quote: string, position: Position): CiError {
	const message = `the quote that begins here has no end`;
	return new CiError('VARIABLES_INVALID', message, {hint: `close it with ${quote}`, position, exitCode: 2});
}
