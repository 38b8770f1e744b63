import type {JobDefinition, VariableDefinitions} from '../model/definition.js';

/** The pipeline's variables that a job inherits (`inherit:variables`). */
export function inheritedOf(
	inherit: JobDefinition['inheritVariables'],
	variables: VariableDefinitions,
): VariableDefinitions {
	if (inherit === true) return variables;
	if (inherit === false) return {};
	return Object.fromEntries(Object.entries(variables).filter(([name]) => inherit.includes(name)));
}
