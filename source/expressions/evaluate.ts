import {unreachable} from '../errors.js';
import type {Expression, Value} from './expression.js';
import {compileRegex, splitRegex} from './regex/regex.js';

/** Variables by name; one that is not there is null. */
export type Variables = ReadonlyMap<string, string>;

/** True when the expression's worth is neither null, false nor blank. */
export function isTruthful(expression: Expression, variables: Variables): boolean {
	return isPresent(evaluate(expression, variables));
}

function isPresent(value: Value): boolean {
	return typeof value === 'string' ? value.trim() !== '' : value === true;
}

/** What an expression is worth. As in GitLab an empty text is no reason for `&&` and `||` to decide; only null and false are. */
export function evaluate(expression: Expression, variables: Variables): Value {
	switch (expression.kind) {
		case 'variable': {
			return variables.get(expression.name) ?? null;
		}

		case 'literal': {
			return expression.value;
		}

		case 'pattern': {
			// A pattern alone is a value that is there.
			return true;
		}

		case 'not': {
			return !isPresent(evaluate(expression.operand, variables));
		}

		case 'binary': {
			return evaluateBinary(expression, variables);
		}

		default: {
			return unreachable(expression);
		}
	}
}

function evaluateBinary(expression: Expression & {readonly kind: 'binary'}, variables: Variables): Value {
	const {operator, left, right} = expression;
	switch (operator) {
		case '&&': {
			const value = evaluate(left, variables);
			return isNothing(value) ? value : evaluate(right, variables);
		}

		case '||': {
			const value = evaluate(left, variables);
			return isNothing(value) ? evaluate(right, variables) : value;
		}

		case '==': {
			return isEqual(evaluate(left, variables), evaluate(right, variables));
		}

		case '!=': {
			return !isEqual(evaluate(left, variables), evaluate(right, variables));
		}

		case '=~': {
			return isMatch(left, right, variables) ?? false;
		}

		case '!~': {
			return !(isMatch(left, right, variables) ?? false);
		}

		default: {
			return unreachable(operator);
		}
	}
}

/** A boolean beside a text is its word. */
function isEqual(left: Value, right: Value): boolean {
	if (typeof left === 'string' && typeof right === 'boolean') return left === String(right);
	if (typeof left === 'boolean' && typeof right === 'string') return String(left) === right;
	return left === right;
}

/** Undefined when there is nothing to match against. A variable may hold the pattern; a text that is none is searched for the left one. */
function isMatch(left: Expression, right: Expression, variables: Variables): boolean | undefined {
	const value = evaluate(left, variables);
	const text = isNothing(value) ? '' : String(value);
	if (right.kind === 'pattern') return right.regex.test(text);
	const wanted = evaluate(right, variables);
	if (typeof wanted !== 'string') return undefined;
	const written = splitRegex(wanted);
	const compiled = written ? compileRegex(written.source, written.flags) : undefined;
	return compiled?.ok ? compiled.value.test(text) : wanted.includes(text);
}

function isNothing(value: Value): boolean {
	return value === null || value === false;
}
