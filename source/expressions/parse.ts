import type {Result} from '../errors.js';
import {type Expression, ExpressionError, type Operator} from './expression.js';
import {type Token, tokenize} from './lexer.js';
import {compileRegex} from './regex/regex.js';

/** Reads a `rules:if` expression; `!` binds before comparisons, these before `&&`, and `&&` before `||`. */
export function parseExpression(text: string): Result<Expression, ExpressionError> {
	try {
		const parser = new Parser(text);
		return {ok: true, value: parser.parse()};
	} catch (error) {
		if (error instanceof ExpressionError) return {ok: false, error};
		throw error;
	}
}

const precedence: Readonly<Record<Operator, number>> = {'||': 1, '&&': 2, '==': 3, '!=': 3, '=~': 3, '!~': 3};

class Parser {
	readonly #text: string;
	readonly #tokens: readonly Token[];
	#index = 0;

	constructor(text: string) {
		this.#text = text;
		this.#tokens = tokenize(text);
	}

	parse(): Expression {
		if (this.#tokens.length === 0) throw new ExpressionError('the expression is empty', 0, this.#text.length);
		const expression = this.#binary(0);
		const rest = this.#tokens[this.#index];
		if (rest?.kind === 'close') throw new ExpressionError('")" closes nothing', rest.index, 1);
		if (rest) throw this.#unexpected(rest, 'an operator is missing before');
		return expression;
	}

	#binary(minimum: number): Expression {
		let left = this.#operand();
		for (;;) {
			const token = this.#tokens[this.#index];
			if (token?.kind !== 'operator' || precedence[token.operator] <= minimum) return left;
			this.#index++;
			left = {kind: 'binary', operator: token.operator, left, right: this.#binary(precedence[token.operator])};
		}
	}

	#operand(): Expression {
		const token = this.#tokens[this.#index++];
		if (token === undefined) {
			throw new ExpressionError('the expression ends too early', Math.max(0, this.#text.trimEnd().length - 1), 1);
		}

		switch (token.kind) {
			case 'open': {
				return this.#group(token);
			}

			case 'not': {
				return {kind: 'not', operand: this.#operand()};
			}

			case 'variable': {
				return {kind: 'variable', name: token.name};
			}

			case 'string':
			case 'boolean': {
				return {kind: 'literal', value: token.value};
			}

			case 'null': {
				return {kind: 'literal', value: null};
			}

			case 'pattern': {
				return pattern(token);
			}

			default: {
				throw this.#unexpected(token, 'a value is missing before');
			}
		}
	}

	#group(open: Token): Expression {
		const inside = this.#binary(0);
		const close = this.#tokens[this.#index++];
		if (close === undefined) throw new ExpressionError('"(" is never closed', open.index, 1);
		if (close.kind !== 'close') throw this.#unexpected(close, 'an operator is missing before');
		return inside;
	}

	#unexpected(token: Token, what: string): ExpressionError {
		return new ExpressionError(`${what} "${token.text}"`, token.index, token.text.length);
	}
}

function pattern(token: Token & {readonly kind: 'pattern'}): Expression {
	const compiled = compileRegex(token.source, token.flags);
	if (compiled.ok) return {kind: 'pattern', regex: compiled.value};
	throw new ExpressionError(
		`the regular expression cannot be used: ${compiled.error.message}`,
		token.index + 1 + compiled.error.index,
		Math.max(1, token.source.length - compiled.error.index),
		'GitLab reads regular expressions as RE2 does (github.com/google/re2/wiki/Syntax)',
	);
}
