import type {JobDefinition, PipelineDefinition, WorkflowDefinition} from '../model/definition.js';
import {didYouMean, nearestName} from '../model/nearest-name.js';
import type {Extended} from './extends.js';
import {autoCancel} from './keywords/deploy.js';
import {defaultKeys} from './keywords/job-keys.js';
import {workflowRules} from './keywords/rules.js';
import {topLevelKeywords} from './keywords/top-level.js';
import {pipelineVariables} from './keywords/variables.js';
import {type Problems, startOf} from './problems.js';
import {readJob, type Surroundings} from './read-job.js';
import {listOf, object, type Reading, type Shape, text} from './shape.js';
import {type ConfigNode, childOf, type Entry, isNull, type MapNode, mapNode} from './yaml/node.js';
import {positionOf} from './yaml/source-file.js';

/** Keywords that are defaults when they stand at the top level (deprecated by GitLab, still read). */
const oldDefaults = ['after_script', 'before_script', 'cache', 'image', 'services'] as const;

const builtInStages = ['build', 'test', 'deploy'];

/** Makes the definition of a pipeline whose includes, `extends` and references are resolved. */
export function readPipeline(
	{root, broken}: Extended,
	file: string,
	problems: Problems,
	complete: boolean,
): PipelineDefinition {
	const reading: Reading = {problems, what: ''};
	const name = nameOf(root, reading);
	const around: Surroundings = {
		defaults: defaultsOf(root, reading),
		stages: stagesOf(root, reading),
		problems,
		complete,
		broken,
	};
	const variables = read(root, 'variables', pipelineVariables, reading);
	const definition: PipelineDefinition = {
		file,
		...(name !== undefined && {name}),
		workflow: workflowOf(root, reading),
		stages: around.stages,
		variables: variables ?? {},
		jobs: jobsOf(root, around),
	};
	if (complete && definition.jobs.length === 0 && !problems.hasErrors) {
		problems.error(
			'NO_JOBS',
			'the pipeline has no jobs',
			startOf(root.place.file),
			'a job is a top-level key with a "script"; one whose name starts with a dot is hidden',
		);
	}

	return definition;
}

function jobsOf(root: MapNode, around: Surroundings): readonly JobDefinition[] {
	const jobs: JobDefinition[] = [];
	for (const [name, entry] of root.entries) {
		if (isKeyword(name, entry.value) || name.startsWith('.') || isOwnName(name, entry.value)) continue;
		if (topLevelKeywords.has(name)) tellKeywordAsJob(name, entry, around.problems);
		if (entry.value.kind === 'map' && !isMisspeltKeyword(name, entry.value)) {
			const job = readJob(name, entry, around);
			if (job) jobs.push(job);
		} else if (entry.value.kind !== 'reference') tellNoJob(name, entry, around.problems);
	}

	return jobs;
}

/** GitLab takes a map under `default` or `workflow` for a job when it has what a job must have. */
function isKeyword(name: string, node: ConfigNode): boolean {
	const mayBeJob = (name === 'default' || name === 'workflow') && node.kind === 'map';
	if (mayBeJob && ['script', 'run', 'trigger'].some(key => node.entries.has(key))) return false;
	return topLevelKeywords.has(name);
}

function tellKeywordAsJob(name: string, {key}: Entry, problems: Problems): void {
	const message = `with a "script" in it "${name}" is a job of that name, not the keyword`;
	problems.warn('KEYWORD_AS_JOB', message, key, 'give the job another name');
}

/** A map that is named almost like a keyword and has nothing that a job must have. */
function isMisspeltKeyword(name: string, node: MapNode): boolean {
	const isJob = ['script', 'run', 'trigger', 'extends', 'stage', 'needs'].some(key => node.entries.has(key));
	return !isJob && nearestName(name, topLevelKeywords) !== undefined;
}

function tellNoJob(name: string, entry: Entry, problems: Problems): void {
	if (problems.isFull) return;
	const hint =
		didYouMean(name, topLevelKeywords) ?? 'a job is a map with a "script"; a name that starts with a dot is hidden';
	problems.error('JOB_INVALID', `"${name}" is neither a keyword nor a job`, entry.key, hint);
}

const stageList = listOf(text);

function stagesOf(root: MapNode, reading: Reading): readonly string[] {
	const found = read(root, 'stages', stageList, reading) ?? builtInStages;
	if (found.length === 0) {
		const place = childOf(root, 'stages')?.place ?? root.place;
		reading.problems.error('STAGES_EMPTY', '"stages" has no stages', place, 'name one, or remove the key');
	}

	const between = new Set(found.filter(stage => stage !== '.pre' && stage !== '.post'));
	return ['.pre', ...between, '.post'];
}

const defaults = object('"default"', defaultKeys);

/** `default` with the old top-level keys; both at once is an error, as in GitLab. */
function defaultsOf(root: MapNode, reading: Reading): MapNode {
	const written = childOf(root, 'default');
	const node = written && isKeyword('default', written) ? written : undefined;
	const entries = new Map<string, Entry>(node?.kind === 'map' ? node.entries : []);
	if (node && !isNull(node)) defaults(node, {...reading, what: node.kind === 'map' ? '' : 'default'});
	for (const key of oldDefaults) {
		const entry = root.entries.get(key);
		if (!entry || isNull(entry.value)) continue;
		if (entries.has(key)) {
			const message = `"${key}" stands both at the top level and in "default"`;
			reading.problems.error('DEFAULT_TWICE', message, entry.key, 'keep the one in "default"');
		}

		defaultKeys[key](entry.value, {...reading, what: key});
		entries.set(key, entry);
	}

	return mapNode(entries, root.place);
}

const workflowKeys = object('"workflow"', {name: text, rules: workflowRules, auto_cancel: autoCancel});

function workflowOf(root: MapNode, reading: Reading): WorkflowDefinition {
	const entry = root.entries.get('workflow');
	if (entry && !isKeyword('workflow', entry.value)) return {};
	const found = read(root, 'workflow', workflowKeys, reading);
	return {
		...(found?.name !== undefined && {name: found.name}),
		...(found?.rules && {rules: found.rules}),
		...(entry && {position: positionOf(entry.key)}),
	};
}

/** `name` at the top level is ours; a map there is a job of that name. */
function nameOf(root: MapNode, reading: Reading): string | undefined {
	const node = childOf(root, 'name');
	return node && isOwnName('name', node) ? text(node, {...reading, what: 'name'}) : undefined;
}

function isOwnName(name: string, node: ConfigNode): boolean {
	return name === 'name' && node.kind !== 'map' && !isNull(node);
}

function read<T>(root: MapNode, key: string, shape: Shape<T>, reading: Reading): T | undefined {
	const node = childOf(root, key);
	return node && !isNull(node) ? shape(node, {...reading, what: key}) : undefined;
}
