import {pipelineVariables} from '../expressions/predefined-variables.js';
import type {Context, GivenDetails} from '../model/context.js';
import type {PipelineDefinition, VariableDefinitions} from '../model/definition.js';
import type {Unexpanded} from '../model/expansion.js';

/** The variables all jobs of a pipeline share, from weak to strong: GitLab's, the file's, the workflow's, the user's. */
export class PipelineVariables {
	readonly predefined: ReadonlyMap<string, Unexpanded>;
	/** The file's top level, and over it what a rule of the workflow sets. */
	readonly yaml: VariableDefinitions;
	/** Given by the user for this run. */
	readonly given: ReadonlyMap<string, Unexpanded>;
	readonly details: GivenDetails | undefined;

	#givenNames: readonly string[] | undefined;

	constructor(definition: PipelineDefinition, context: Context);
	constructor(base: PipelineVariables, added: VariableDefinitions);
	constructor(base: PipelineDefinition | PipelineVariables, over: Context | VariableDefinitions) {
		if (base instanceof PipelineVariables) {
			this.predefined = base.predefined;
			this.yaml = {...base.yaml, ...(over as VariableDefinitions)};
			this.given = base.given;
			this.details = base.details;
		} else {
			this.predefined = literal(pipelineVariables(over as Context), false);
			this.yaml = base.variables;
			const {variables, given} = over as Context;
			const raw = new Set(given?.raw);
			this.given = new Map(Object.entries(variables).map(([name, value]) => [name, {value, expand: !raw.has(name)}]));
			this.details = given;
		}
	}

	get givenNames(): readonly string[] {
		this.#givenNames ??= [...this.given.keys()];
		return this.#givenNames;
	}

	/** These variables with the workflow's over the file's. */
	with(added: VariableDefinitions): PipelineVariables {
		return new PipelineVariables(this, added);
	}

	/** What the rules of the workflow see: values as written, because GitLab does not expand them in `if`. */
	forRules(): ReadonlyMap<string, string> {
		const values = new Map<string, string>();
		for (const [name, {value}] of this.predefined) values.set(name, value);
		for (const [name, {value}] of Object.entries(this.yaml)) values.set(name, value);
		for (const [name, {value}] of this.given) values.set(name, value);
		return values;
	}
}

function literal(values: Readonly<Record<string, string>>, expand: boolean): ReadonlyMap<string, Unexpanded> {
	return new Map(Object.entries(values).map(([name, value]) => [name, {value, expand}]));
}
