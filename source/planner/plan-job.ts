import type {Diagnostic} from '../errors.js';
import type {ChildInclude, EnvironmentDefinition, TriggerDefinition} from '../model/definition.js';
import type {Expansion} from '../model/expansion.js';
import type {Artifacts, Image, PlannedJob, PlannedTrigger} from '../model/plan.js';
import {variablesOf, yamlNamesOf} from './job-variables.js';
import type {PipelineVariables} from './pipeline-variables.js';
import {planCaches, planServices} from './plan-services.js';
import type {WiredJob} from './resolve-needs.js';

/** Fills in all that an execution needs to know of a job. */
export function planJob(
	job: WiredJob,
	variables: PipelineVariables,
	errors: Diagnostic[],
	warnings: Map<string, Diagnostic>,
): PlannedJob {
	const {definition, name, when, startInMs, needs, artifactsFrom} = job;
	const {expansion, layers, given} = variablesOf(job, variables);
	const expanded = expansion.all();
	const {image, artifacts, timeoutMs, resourceGroup, manualConfirmation} = definition;
	if (expansion.cycle) errors.push(circularVariable(job, expansion.cycle));
	for (const missing of given.missing) {
		if (!warnings.has(missing)) warnings.set(missing, notGiven(job, missing));
	}

	return {
		name,
		key: definition.name,
		stage: definition.stage,
		position: definition.position,
		...(image && {image: expandImage(image, expansion)}),
		scripts: definition.scripts,
		...(needs && {needs}),
		artifactsFrom,
		...(job.upstream.length > 0 && {
			artifactsFromUpstream: job.upstream.map(need => ({...need, pipeline: expansion.expand(need.pipeline)})),
		}),
		when,
		...(startInMs !== undefined && {startInMs}),
		allowFailure: job.allowFailure,
		retry: definition.retry,
		...(timeoutMs !== undefined && {timeoutMs}),
		variables: expanded,
		...(job.mayGetVariables && {unexpanded: layers}),
		...(given.variables.size > 0 && {givenVariables: namesOf(given.variables, variables)}),
		...(given.files.length > 0 && {fileVariables: given.files}),
		...(artifacts && {artifacts: expandArtifacts(artifacts, expansion)}),
		interruptible: job.interruptible,
		...(resourceGroup !== undefined && {resourceGroup: expansion.expand(resourceGroup)}),
		tags: definition.tags.map(tag => expansion.expand(tag)),
		...(manualConfirmation !== undefined && {manualConfirmation: expansion.expand(manualConfirmation)}),
		...(definition.services.length > 0 && {services: planServices(definition, expansion)}),
		...(definition.caches.length > 0 && {caches: planCaches(definition, expansion)}),
		...(definition.environment && {environment: expandEnvironment(definition.environment, expansion)}),
		...(definition.trigger && {trigger: expandTrigger(definition.trigger, yamlNamesOf(job, variables), expansion)}),
		...(definition.coverage !== undefined && {coverage: definition.coverage}),
		resolved: definition.resolved,
	};
}

/** One list for all jobs that are given the same. */
function namesOf(given: ReadonlyMap<string, unknown>, variables: PipelineVariables): readonly string[] {
	return given === variables.given ? variables.givenNames : [...given.keys()];
}

function expandImage(image: Image, expansion: Expansion): Image {
	const {user} = image;
	return {...image, name: expansion.expand(image.name), ...(user !== undefined && {user: expansion.expand(user)})};
}

function expandArtifacts(artifacts: Artifacts, expansion: Expansion): Artifacts {
	const paths = (list: readonly string[]) => list.map(path => relative(expansion.expand(path)));
	const reports = Object.entries(artifacts.reports).map(([kind, list]) => [kind, paths(list)] as const);
	return {
		...artifacts,
		...(artifacts.name !== undefined && {name: expansion.expand(artifacts.name)}),
		paths: paths(artifacts.paths),
		exclude: paths(artifacts.exclude),
		reports: Object.fromEntries(reports),
	};
}

function expandEnvironment(
	{name, url, action = 'start'}: EnvironmentDefinition,
	expansion: Expansion,
): NonNullable<PlannedJob['environment']> {
	return {name: expansion.expand(name), ...(url !== undefined && {url: expansion.expand(url)}), action};
}

function expandTrigger(trigger: TriggerDefinition, yaml: readonly string[], expansion: Expansion): PlannedTrigger {
	const {elsewhere, project} = trigger;
	return {
		...trigger,
		includes: trigger.includes.map(include => expandInclude(include, expansion)),
		...(project !== undefined && {project: expansion.expand(project)}),
		forwarded: trigger.forward.yamlVariables ? yaml : [],
		local: trigger.local.map(path => expansion.expand(path).replace(/^\/+/, '')),
		...(elsewhere !== undefined && {elsewhere: expansion.expand(elsewhere)}),
	};
}

function expandInclude({inputs, file, ...texts}: ChildInclude, expansion: Expansion): ChildInclude {
	const expanded = Object.entries(texts).map(([key, value]) => [key, expansion.expand(value)] as const);
	return {
		...Object.fromEntries(expanded),
		...(file && {file: file.map(path => expansion.expand(path))}),
		...(inputs && {inputs}),
	};
}

/** Paths are relative to the project, which many name in front of them. */
function relative(path: string): string {
	return path.replace(/^\$\{CI_PROJECT_DIR\}\/*/, '').replace(/^$/, '.');
}

function circularVariable({name, definition}: WiredJob, cycle: readonly string[]): Diagnostic {
	return {
		severity: 'error',
		code: 'VARIABLE_CYCLE',
		message: `variables of job "${name}" refer to each other in a circle: ${cycle.join(' → ')}`,
		hint: 'remove one of these references, or write $$ for a dollar sign',
		position: definition.position,
	};
}

function notGiven({name, definition}: WiredJob, variable: string): Diagnostic {
	return {
		severity: 'warning',
		code: 'VARIABLE_NOT_GIVEN',
		message: `job "${name}" asks for "${variable}", which only GitLab could fetch: it is empty`,
		hint: `give it a value in .ci-tui/variables.yml (with masked: true) or with --variable ${variable}=…`,
		position: definition.position,
	};
}
