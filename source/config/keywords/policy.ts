import {compileRegex} from '../../expressions/regex/regex.js';
import type {PolicyDefinition} from '../../model/definition.js';
import {placeInside} from '../place-inside.js';
import {expected, listOf, object, oneOf, type Shape, text} from '../shape.js';
import {positionOf} from '../yaml/source-file.js';
import {expression} from './expression.js';

/** A ref: a name, a keyword like `branches`, or a regular expression, each with `@group/project` behind it. */
const ref: Shape<string> = (node, reading) => {
	const value = text(node, reading);
	const written = value === undefined ? null : /^\/([\s\S]*)\/[ismU]*(?:@[^@/]+\/.*)?$/.exec(value);
	if (value === undefined || !written || node.kind !== 'scalar') return value;
	const compiled = compileRegex(written[1] ?? '');
	if (compiled.ok) return value;
	const place = placeInside(node, compiled.error.index + 1, 1);
	reading.problems.error('REGEX_INVALID', `the regular expression cannot be used: ${compiled.error.message}`, place);
	return undefined;
};

const refs = listOf(ref);
const keys = object('only and except', {
	refs,
	variables: listOf(expression),
	changes: listOf(text),
	kubernetes: oneOf('active'),
});

/** `only` or `except`: a list of refs, or a map (GitLab's reference, "only / except"). */
export const policy: Shape<PolicyDefinition> = (node, reading) => {
	const position = positionOf(node.place);
	if (node.kind === 'list') {
		const found = refs(node, reading);
		return found && {refs: found, position};
	}

	if (node.kind !== 'map') {
		const written = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
		return expected('a list of refs or a map', node, reading, written && `write [${written}]`);
	}

	const found = keys(node, reading);
	return (
		found && {
			...(found.refs && {refs: found.refs}),
			...(found.variables && {variables: found.variables.map(variable => variable.text)}),
			...(found.changes && {changes: found.changes}),
			...(found.kubernetes && {kubernetes: true}),
			position,
		}
	);
};
