import type {Conditions} from '../expressions/conditions.js';
import type {PipelineDefinition, VariableDefinitions} from '../model/definition.js';
import {expandText} from '../model/expand-variables.js';
import type {PipelineVariables} from './pipeline-variables.js';

export interface Workflow {
	readonly name: string | undefined;
	/** Why there is no pipeline at all; undefined when there is one. */
	readonly leftOut: string | undefined;
	/** Of the rule that matched. */
	readonly variables: VariableDefinitions;
}

/** Decides whether there is a pipeline (GitLab's reference, "workflow"). */
export function decideWorkflow(
	{workflow, variables: yaml}: PipelineDefinition,
	conditions: Conditions,
	variables: PipelineVariables,
): Workflow {
	const values = variables.forRules();
	const expand = (text: string) => expandText(text, Object.fromEntries(values));
	if (!workflow.rules) return {name: nameOf(workflow.name, values), leftOut: undefined, variables: {}};
	const rule = conditions.firstMatch(workflow.rules, values, expand);
	if (!rule) return {name: undefined, leftOut: 'no rule of the workflow matches', variables: {}};
	if (rule.when === 'never') {
		const condition = rule.if === undefined ? '' : `: ${rule.if}`;
		const reason = `a rule of the workflow (line ${rule.position.line}) says never${condition}`;
		return {name: undefined, leftOut: reason, variables: {}};
	}

	const added = rule.variables ?? {};
	const seen = new Map(values);
	for (const [name, {value}] of Object.entries({...yaml, ...added}))
		if (!variables.given.has(name)) seen.set(name, value);
	return {name: nameOf(workflow.name, seen), leftOut: undefined, variables: added};
}

function nameOf(name: string | undefined, values: ReadonlyMap<string, string>): string | undefined {
	return name === undefined ? undefined : expandText(name, Object.fromEntries(values)).trim();
}
