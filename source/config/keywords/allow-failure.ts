import type {JobDefinition} from '../../model/definition.js';
import {bool, expected, integer, object, oneOrMore, type Shape} from '../shape.js';

/** Exit codes, one or a list. */
export const exitCodes = oneOrMore(integer(0, 255));

const keys = object('allow_failure', {exit_codes: exitCodes}, ['exit_codes']);

/** `allow_failure`: true, false, or a map with `exit_codes`. */
export const allowFailure: Shape<Exclude<JobDefinition['allowFailure'], undefined>> = (node, reading) => {
	if (node.kind === 'map') {
		const codes = keys(node, reading)?.exit_codes;
		return codes && {exitCodes: codes};
	}

	if (node.kind === 'scalar' && typeof node.value === 'boolean') return bool(node, reading);
	return expected('true, false or a map with "exit_codes"', node, reading);
};
