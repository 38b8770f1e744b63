import type {Position} from '../../errors.js';
import {parseExpression} from '../../expressions/parse.js';
import {placeInside} from '../place-inside.js';
import {expected, type Shape} from '../shape.js';
import {type Place, positionOf} from '../yaml/source-file.js';

/** A condition's text that is known to be readable, and where it stands. */
export interface ReadExpression {
	readonly text: string;
	readonly position: Position;
}

/** A CI/CD expression; what is wrong in it is told at its own column. */
export const expression: Shape<ReadExpression> = (node, reading) => {
	if (node.kind !== 'scalar' || typeof node.value !== 'string') {
		return expected('an expression', node, reading, 'write it in quotes, like \'$CI_COMMIT_BRANCH == "main"\'');
	}

	const parsed = parseExpression(node.value);
	if (parsed.ok) return {text: node.value, position: positionOf(node.place)};
	const {message, index, length, hint} = parsed.error;
	const place: Place = placeInside(node, index, length);
	const code = message.startsWith('the regular expression') ? 'REGEX_INVALID' : 'EXPRESSION_INVALID';
	reading.problems.error(code, `"${reading.what}": ${message}`, place, hint);
	return undefined;
};
