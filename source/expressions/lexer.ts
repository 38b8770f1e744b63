import {ExpressionError, type Operator} from './expression.js';

export type Token = {readonly index: number; readonly text: string} & (
	| {readonly kind: 'open' | 'close' | 'null' | 'not'}
	| {readonly kind: 'variable'; readonly name: string}
	| {readonly kind: 'string'; readonly value: string}
	| {readonly kind: 'boolean'; readonly value: boolean}
	| {readonly kind: 'pattern'; readonly source: string; readonly flags: string}
	| {readonly kind: 'operator'; readonly operator: Operator}
);

/** GitLab reads no more than this many. */
const maxTokens = 100;

/** Cuts an expression into its tokens; throws an ExpressionError at the first place that is none. */
export function tokenize(text: string): readonly Token[] {
	const tokens: Token[] = [];
	let index = skipSpace(text, 0);
	while (index < text.length) {
		const token = tokenAt(text, index);
		tokens.push(token);
		if (tokens.length > maxTokens) {
			throw new ExpressionError(`the expression has more than ${maxTokens} parts`, index, token.text.length);
		}

		index = skipSpace(text, index + token.text.length);
	}

	return tokens;
}

function tokenAt(text: string, index: number): Token {
	token.lastIndex = index;
	const found = token.exec(text);
	const groups = found?.groups;
	if (!found || !groups) throw unknown(text, index);
	const at = {index, text: found[0]};
	if (groups['paren']) return {...at, kind: groups['paren'] === '(' ? 'open' : 'close'};
	if (groups['not']) return {...at, kind: 'not'};
	if (groups['name']) return {...at, kind: 'variable', name: groups['name']};
	if (groups['source']) return {...at, kind: 'pattern', source: groups['source'], flags: groups['flags'] ?? ''};
	if (groups['operator']) return {...at, kind: 'operator', operator: groups['operator'] as Operator};
	if (groups['word'] === 'null') return {...at, kind: 'null'};
	if (groups['word']) return {...at, kind: 'boolean', value: groups['word'] === 'true'};
	return {...at, kind: 'string', value: found[0].slice(1, -1)};
}

function skipSpace(text: string, index: number): number {
	let at = index;
	while (at < text.length && /\s/.test(text[at] ?? '')) at++;
	return at;
}

function unknown(text: string, index: number): ExpressionError {
	const [character = ''] = text.slice(index);
	const word = /^(?:\w+|[^\s\w$"'/()]+)/.exec(text.slice(index))?.[0] ?? character;
	if (character === '"' || character === "'") {
		return new ExpressionError('the text is never closed', index, text.length - index, `end it with ${character}`);
	}

	if (character === '/') {
		return new ExpressionError('the regular expression is never closed', index, text.length - index, 'end it with /');
	}

	if (character === '$') {
		return new ExpressionError('"$" is not followed by a name', index, 1, 'write a variable as $NAME, without braces');
	}

	return new ExpressionError(`"${word}" cannot be read here`, index, word.length, hintFor(word));
}

function hintFor(word: string): string | undefined {
	if (word === '=') return 'compare with "=="';
	if (word === '&') return 'join with "&&"';
	if (word === '|') return 'join with "||"';
	if (/^\w/.test(word)) return `write a variable as $${word} and a text as "${word}"`;
	return undefined;
}

const token =
	/(?<paren>[()])|\$(?<name>\w+)|"[^"]*"|'[^']*'|\/(?<source>(?:\\[\s\S]|[^/\\])+)\/(?<flags>[ismU]*)|(?<operator>==|!=|=~|!~|&&|\|\|)|(?<not>!)|\b(?<word>null|true|false)\b/y;
