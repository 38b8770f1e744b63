import type {Conditions} from '../expressions/conditions.js';
import {slugOf} from '../expressions/predefined-variables.js';
import type {Context} from '../model/context.js';
import type {NeedDefinition, PipelineDefinition, RuleDefinition, VariableDefinitions} from '../model/definition.js';
import {showTemplate} from '../model/expand-variables.js';
import {Expansion} from '../model/expansion.js';
import type {LeftOutJob, PlannedJob, When} from '../model/plan.js';
import type {Candidate} from './candidates.js';
import {inheritedOf} from './inherited.js';
import {decidePolicy} from './only-except.js';
import type {PipelineVariables} from './pipeline-variables.js';

/** A job that is part of the plan, as its rules want it. */
export interface ChosenJob extends Candidate {
	readonly when: When;
	readonly startInMs: number | undefined;
	readonly allowFailure: PlannedJob['allowFailure'];
	readonly interruptible: boolean;
	readonly needs: readonly NeedDefinition[] | undefined;
	/** Set by the rule that matched. */
	readonly ruleVariables: VariableDefinitions;
	/** The rule that matched, for people. */
	readonly rule: string | undefined;
}

export interface Chosen {
	readonly jobs: readonly ChosenJob[];
	readonly leftOut: readonly LeftOutJob[];
}

/** Evaluates `rules`, `only` and `except` of every job. */
export function chooseJobs(
	definition: PipelineDefinition,
	candidates: readonly Candidate[],
	conditions: Conditions,
	variables: PipelineVariables,
	context: Context,
): Chosen {
	const jobs: ChosenJob[] = [];
	const leftOut: LeftOutJob[] = [];
	const shared = variables.forRules();
	for (const candidate of candidates) {
		const {rules, only, except} = candidate.definition;
		const decided =
			rules === undefined && only === undefined && except === undefined && context.source !== 'merge_request_event'
				? choose(candidate, undefined)
				: decide(definition, candidate, conditions, seenBy(candidate, variables, shared), context);
		if (typeof decided === 'string') {
			leftOut.push({name: candidate.name, reason: decided, position: candidate.definition.position});
		} else jobs.push(decided);
	}

	return {jobs, leftOut};
}

function decide(
	definition: PipelineDefinition,
	candidate: Candidate,
	conditions: Conditions,
	variables: ReadonlyMap<string, string>,
	context: Context,
): ChosenJob | string {
	const {rules} = candidate.definition;
	if (!rules) {
		const reason = decidePolicy(candidate.definition, definition, conditions, variables, context);
		return reason ?? choose(candidate, undefined);
	}

	const rule = conditions.firstMatch(rules, variables, text => expandPath(text, variables));
	if (!rule) return rules.length === 0 ? 'it has an empty list of rules' : 'no rule matches';
	return (rule.when ?? candidate.definition.when) === 'never'
		? `${ruleInWords(rule, candidate.definition.position.file)} says never`
		: choose(candidate, rule);
}

/** Paths of `changes` and `exists` may name variables that name others. */
function expandPath(text: string, variables: ReadonlyMap<string, string>): string {
	if (!text.includes('$')) return text;
	const unexpanded = new Map(Array.from(variables, ([name, value]) => [name, {value, expand: true}] as const));
	return showTemplate(new Expansion(unexpanded).expand(text));
}

function choose(candidate: Candidate, rule: RuleDefinition | undefined): ChosenJob {
	const {definition} = candidate;
	const asked = rule?.when ?? definition.when ?? 'on_success';
	const when: When = asked === 'never' ? 'on_success' : asked;
	return {
		...candidate,
		when,
		startInMs: when === 'delayed' ? (rule?.startInMs ?? definition.startInMs ?? 0) : undefined,
		// A manual job may fail unless told otherwise, but not when it is a rule that makes it manual.
		allowFailure: rule?.allowFailure ?? definition.allowFailure ?? definition.when === 'manual',
		interruptible: rule?.interruptible ?? definition.interruptible,
		needs: rule?.needs ?? definition.needs,
		ruleVariables: rule?.variables ?? {},
		rule: rule && ruleInWords(rule, definition.position.file),
	};
}

/** `file` is the one that the job is in. */
function ruleInWords(rule: RuleDefinition, file: string): string {
	const {line, file: other} = rule.position;
	const place = other === file ? `line ${line}` : `line ${line} of ${other}`;
	return `the rule in ${place}${rule.if === undefined ? '' : ` (${rule.if})`}`;
}

/** Values as a rule of this job sees them: not expanded, as GitLab has it. */
function seenBy(
	{name, definition, part}: Candidate,
	variables: PipelineVariables,
	shared: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
	const values = new Map(shared);
	if (definition.inheritVariables !== true) {
		const inherited = inheritedOf(definition.inheritVariables, variables.yaml);
		for (const key of Object.keys(variables.yaml)) {
			if (Object.hasOwn(inherited, key) || variables.given.has(key)) continue;
			const below = variables.predefined.get(key);
			if (below) values.set(key, below.value);
			else values.delete(key);
		}
	}

	values.set('CI_JOB_NAME', name);
	values.set('CI_JOB_NAME_SLUG', slugOf(name));
	values.set('CI_JOB_STAGE', definition.stage);
	for (const [key, {value}] of Object.entries(definition.variables)) values.set(key, value);
	for (const [key, value] of Object.entries(part?.variables ?? {})) values.set(key, value);
	for (const [key, {value}] of variables.given) values.set(key, value);
	return values;
}
