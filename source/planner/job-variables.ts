import {slugOf} from '../expressions/predefined-variables.js';
import type {VariableDefinitions} from '../model/definition.js';
import {Expansion, type Unexpanded} from '../model/expansion.js';
import type {ChosenJob} from './choose-jobs.js';
import {type GivenToJob, givenToJob} from './given-to-job.js';
import {inheritedOf} from './inherited.js';
import type {PipelineVariables} from './pipeline-variables.js';

export interface JobVariables {
	readonly expansion: Expansion;
	/** What it fills in. */
	readonly layers: ReadonlyMap<string, Unexpanded>;
	readonly given: GivenToJob;
}

/**
 * A job's variables from weak to strong (GitLab's "CI/CD variable precedence"): predefined, the pipeline's, the job's,
 * its matrix's, its rule's, the user's.
 */
export function variablesOf(job: Omit<ChosenJob, 'needs'>, variables: PipelineVariables): JobVariables {
	const {definition, part, ruleVariables} = job;
	const layers = new Map(variables.predefined);
	add(layers, predefinedOf(job), false);
	addDefined(layers, inheritedOf(definition.inheritVariables, variables.yaml));
	addDefined(layers, definition.variables);
	if (part) add(layers, part.variables, true);
	addDefined(layers, ruleVariables);
	const given = givenToJob(definition, environmentName(layers, job, variables), variables);
	for (const [name, variable] of given.variables) put(layers, name, variable);
	addEnvironment(layers, job);
	return {expansion: new Expansion(layers), layers, given};
}

function predefinedOf({name, definition, part, when}: Omit<ChosenJob, 'needs'>): Record<string, string> {
	return {
		CI_JOB_NAME: name,
		CI_JOB_NAME_SLUG: slugOf(name),
		CI_JOB_STAGE: definition.stage,
		CI_JOB_GROUP_NAME: definition.name,
		CI_NODE_TOTAL: String(part?.total ?? 1),
		...(part && {CI_NODE_INDEX: String(part.index)}),
		...(definition.timeoutMs !== undefined && {CI_JOB_TIMEOUT: String(Math.round(definition.timeoutMs / 1000))}),
		...(when === 'manual' && {CI_JOB_MANUAL: 'true'}),
	};
}

/** Names of the variables that the file gives the job. */
export function yamlNamesOf(
	{definition, part, ruleVariables}: Omit<ChosenJob, 'needs'>,
	{yaml}: PipelineVariables,
): readonly string[] {
	const inherited = inheritedOf(definition.inheritVariables, yaml);
	const all = [inherited, definition.variables, part?.variables ?? {}, ruleVariables];
	return [...new Set(all.flatMap(variables => Object.keys(variables)))];
}

/** With the variables filled in that are the same for every environment. */
function environmentName(
	layers: ReadonlyMap<string, Unexpanded>,
	{definition: {environment}}: Omit<ChosenJob, 'needs'>,
	{given}: PipelineVariables,
): string | undefined {
	return environment && new Expansion(new Map([...layers, ...given])).expand(environment.name);
}

/** The environment's variables may refer to the job's, and nothing overrides them. */
function addEnvironment(layers: Map<string, Unexpanded>, {definition}: Omit<ChosenJob, 'needs'>): void {
	const {environment, image} = definition;
	if (image) layers.set('CI_JOB_IMAGE', {value: image.name, expand: true});
	if (!environment) return;
	const name = new Expansion(new Map(layers)).expand(environment.name);
	layers.set('CI_ENVIRONMENT_NAME', {value: environment.name, expand: true});
	layers.set('CI_ENVIRONMENT_SLUG', {value: environmentSlug(name), expand: false});
	layers.set('CI_ENVIRONMENT_ACTION', {value: environment.action ?? 'start', expand: false});
	layers.set('CI_ENVIRONMENT_TIER', {value: environment.deploymentTier ?? tierOf(name), expand: false});
	if (environment.url !== undefined) layers.set('CI_ENVIRONMENT_URL', {value: environment.url, expand: true});
}

function environmentSlug(name: string): string {
	const slug = slugOf(name).replaceAll(/-+/g, '-');
	return (/^[a-z]/.test(slug) ? slug : `env-${slug}`).slice(0, 24).replace(/-$/, '');
}

function tierOf(name: string): string {
	if (/(dev|review|trunk)/i.test(name)) return 'development';
	if (/(test|tst|int|ac(ce|)pt|qa|qc|control|quality)/i.test(name)) return 'testing';
	if (/(st(a|)g|mod(e|)l|pre|demo|non)/i.test(name)) return 'staging';
	return /(pr(o|)d|live)/i.test(name) ? 'production' : 'other';
}

function addDefined(layers: Map<string, Unexpanded>, variables: VariableDefinitions): void {
	for (const [name, {value, expand}] of Object.entries(variables)) put(layers, name, {value, expand});
}

function add(layers: Map<string, Unexpanded>, variables: Readonly<Record<string, string>>, expand: boolean): void {
	for (const [name, value] of Object.entries(variables)) put(layers, name, {value, expand});
}

function put(layers: Map<string, Unexpanded>, name: string, variable: Unexpanded): void {
	const before = layers.get(name);
	layers.set(name, before ? {...variable, before} : variable);
}
