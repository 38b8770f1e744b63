import type {VariableDefinition, VariableDefinitions} from '../../model/definition.js';
import {bool, expected, type Found, listOf, mapOf, object, type Shape, scalarText, text} from '../shape.js';

const keys = {value: scalarText, expand: bool} as const;
const describedKeys = {...keys, description: scalarText, options: listOf(text)} as const;

/** The pipeline's `variables`: values, or maps with `value`, `description`, `options` and `expand`. */
export const pipelineVariables: Shape<VariableDefinitions> = mapOf(variable(true));

/** A job's or a rule's `variables`: values, or maps with `value` and `expand`. */
export const jobVariables: Shape<VariableDefinitions> = mapOf(variable(false));

function variable(described: boolean): Shape<VariableDefinition> {
	const shape = described ? object('a variable', describedKeys) : object("a job's variable", keys);
	return (node, reading) => {
		// A variable without a value is empty.
		if (node.kind === 'scalar') return {value: node.text, expand: true};
		if (node.kind !== 'map') return expected('a text, a number or a map with "value"', node, reading);
		const found: Found<typeof describedKeys> | undefined = shape(node, reading);
		if (!found) return undefined;
		const {value = '', expand = true, description, options} = found;
		if (options && !options.includes(value)) {
			const message = `the value "${value}" of "${reading.what}" is none of its options`;
			reading.problems.error('VARIABLE_OPTION', message, node.place, `options are ${options.join(', ')}`);
		}

		return {value, expand, ...(description !== undefined && {description}), ...(options && {options})};
	};
}
