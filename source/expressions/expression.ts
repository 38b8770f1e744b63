import type {Regex} from './regex/regex.js';

/** A `rules:if` expression as a tree (GitLab's "CI/CD expressions"). */
export type Expression =
	| {readonly kind: 'variable'; readonly name: string}
	| {readonly kind: 'literal'; readonly value: Value}
	| {readonly kind: 'pattern'; readonly regex: Regex}
	| {readonly kind: 'not'; readonly operand: Expression}
	| {
			readonly kind: 'binary';
			readonly operator: Operator;
			readonly left: Expression;
			readonly right: Expression;
	  };

export type Operator = '==' | '!=' | '=~' | '!~' | '&&' | '||';

/** What an expression is worth; a variable that is not set is null. */
export type Value = string | boolean | null;

/** Why an expression cannot be read, and where in its text (from 0) it goes wrong. */
export class ExpressionError extends Error {
	override readonly name = 'ExpressionError';
	readonly index: number;
	readonly length: number;
	readonly hint: string | undefined;

	constructor(message: string, index: number, length: number, hint?: string) {
		super(message);
		this.index = index;
		this.length = length;
		this.hint = hint;
	}
}
