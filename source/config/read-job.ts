import type {JobDefinition} from '../model/definition.js';
import {didYouMean} from '../model/nearest-name.js';
import type {RetryPolicy, Scripts} from '../model/plan.js';
import {checkTrigger} from './checks/check-trigger.js';
import {inherits} from './keywords/inherit.js';
import {defaultKeys, jobKeys} from './keywords/job-keys.js';
import type {Problems} from './problems.js';
import {type Found, isMisspelt, object} from './shape.js';
import {type ConfigNode, childOf, type Entry, isNull, type MapNode, mapNode, toPlain} from './yaml/node.js';
import {resolvePlain} from './yaml/plain-scalar.js';
import {type Place, positionOf} from './yaml/source-file.js';

/** What a job needs to know of the pipeline around it. */
export interface Surroundings {
	/** `default`, or the deprecated keys at the top level. */
	readonly defaults: MapNode;
	readonly stages: readonly string[];
	readonly problems: Problems;
	/** False when an include is missing: what it may have defined is no error. */
	readonly complete: boolean;
	/** Jobs with a base that does not exist. */
	readonly broken: ReadonlySet<string>;
}

/** GitLab's limit on the length of a job's name. */
const longestName = 255;
const scriptKeys = ['script', 'run', 'trigger'] as const;
const noRetry: RetryPolicy = {max: 0, when: [], exitCodes: []};
const shape = object('a job', jobKeys);

/** Makes a definition of a job whose `extends` and references are resolved. */
export function readJob(name: string, entry: Entry, around: Surroundings): JobDefinition | undefined {
	const {problems} = around;
	if (entry.value.kind !== 'map') return undefined;
	if ([...name].length > longestName) {
		const message = `the name of this job has ${[...name].length} characters; GitLab allows ${longestName}`;
		problems.error('NAME_TOO_LONG', message, entry.key);
	}

	checkName(name, entry.key, problems);
	const node = withDefaults(entry.value, around);
	const found = shape(node, {problems, what: ''});
	if (!found) return undefined;
	checkKeys(name, entry, node, found, around);
	const stage = stageOf(name, found, childOf(node, 'stage')?.place ?? entry.key, around);
	return {
		name,
		position: positionOf(entry.key),
		stage,
		scripts: scriptsOf(found),
		retry: found.retry ?? noRetry,
		variables: found.variables ?? {},
		inheritVariables: found.inherit?.variables ?? true,
		interruptible: found.interruptible ?? false,
		tags: found.tags ?? [],
		services: found.services ?? [],
		caches: found.cache ?? [],
		...optionalParts(found),
		resolved: toPlain(node) as Readonly<Record<string, unknown>>,
	};
}

/** A number or a boolean without quotes is no name for a job (`name should be a symbol`, says GitLab). */
function checkName(name: string, {file, start, end}: Place, problems: Problems): void {
	if (typeof resolvePlain(file.text.slice(start, end)).value === 'string') return;
	problems.error('NAME_INVALID', `"${name}" cannot be the name of a job`, {file, start, end}, 'put it in quotes');
}

function scriptsOf({before_script, script, after_script, hooks}: Found<typeof jobKeys>): Scripts {
	const hook = hooks?.pre_get_sources_script;
	return {
		...(hook && {preGetSources: hook}),
		before: before_script ?? [],
		main: script ?? [],
		after: after_script ?? [],
	};
}

function optionalParts(found: Found<typeof jobKeys>): Partial<JobDefinition> {
	return {
		...(found.image && {image: found.image}),
		...(found.needs && {needs: found.needs}),
		...(found.dependencies && {dependencies: found.dependencies}),
		...(found.rules && {rules: found.rules}),
		...(found.only && {only: found.only}),
		...(found.except && {except: found.except}),
		...(found.when && {when: found.when}),
		...(found.start_in !== undefined && {startInMs: found.start_in}),
		...(found.allow_failure !== undefined && {allowFailure: found.allow_failure}),
		...(found.timeout !== undefined && {timeoutMs: found.timeout}),
		...(found.artifacts && {artifacts: found.artifacts}),
		...(found.parallel && {parallel: found.parallel}),
		...(found.resource_group !== undefined && {resourceGroup: found.resource_group}),
		...(found.manual_confirmation !== undefined && {manualConfirmation: found.manual_confirmation}),
		...(found.environment && {environment: found.environment}),
		...(found.trigger && {trigger: found.trigger}),
		...(found.coverage !== undefined && {coverage: found.coverage}),
	};
}

/** A key that the job does not have (or has as null) comes from the defaults, unless `inherit` says otherwise. */
function withDefaults(node: MapNode, {defaults, problems}: Surroundings): MapNode {
	if (defaults.entries.size === 0) return node;
	const inherit = childOf(node, 'inherit');
	const silent = {problems, what: 'inherit'};
	const inherited = inherit?.kind === 'map' ? jobKeys.inherit(inherit, silent)?.default : undefined;
	const isTrigger = hasValue(node, 'trigger');
	const entries = new Map<string, Entry>(node.entries);
	for (const [key, entry] of defaults.entries) {
		if (!Object.hasOwn(defaultKeys, key) || hasValue(node, key) || !inherits(inherited, key)) continue;
		if (!isTrigger || key === 'interruptible') entries.set(key, entry);
	}

	return mapNode(entries, node.place);
}

function checkKeys(
	name: string,
	entry: Entry,
	node: MapNode,
	found: Found<typeof jobKeys>,
	{problems, complete, broken}: Surroundings,
): void {
	const keyOf = (key: string): Place => node.entries.get(key)?.key ?? entry.key;
	const does = scriptKeys.filter(key => hasValue(node, key));
	const mayHave = !complete || broken.has(name) || scriptKeys.some(key => isMisspelt(node, key, Object.keys(jobKeys)));
	if (does.length === 0 && !mayHave && !isBridge(found)) {
		problems.error(
			'SCRIPT_MISSING',
			`job "${name}" has no "script"`,
			entry.key,
			'say what it runs, or hide it: start its name with a dot',
		);
	}

	if (isBlank(childOf(node, 'script'))) {
		problems.error('SCRIPT_MISSING', `the "script" of job "${name}" is empty`, keyOf('script'));
	}

	if (does.length > 1) {
		const message = `job "${name}" cannot have both "${does[0]}" and "${does[1]}"`;
		problems.error('KEYS_CONFLICT', message, keyOf(does[1] ?? ''));
	}

	if (isBridge(found) && does.length > 0) {
		const message = '"needs:pipeline" without a job mirrors another pipeline: such a job runs nothing itself';
		problems.error('KEYS_CONFLICT', message, keyOf('needs'), 'add the job whose artifacts it takes: job: NAME');
	}

	if (found.trigger) checkTrigger(node, found, problems);
	if (hasValue(node, 'run')) {
		for (const key of ['before_script', 'after_script'].filter(
			other => entry.value.kind === 'map' && hasValue(entry.value, other),
		)) {
			problems.error('KEYS_CONFLICT', `job "${name}" cannot have both "run" and "${key}"`, keyOf(key));
		}
	}

	checkPages(name, node, found, problems, keyOf);

	if (hasValue(node, 'rules')) {
		for (const key of ['only', 'except', 'start_in'].filter(other => hasValue(node, other))) {
			problems.error('KEYS_CONFLICT', `job "${name}" cannot have both "rules" and "${key}"`, keyOf(key));
		}
	} else if (found.when === 'delayed' && !hasValue(node, 'start_in')) {
		const hint = 'say how long it waits: start_in: 5 minutes';
		problems.error('START_IN_MISSING', `job "${name}" is delayed and needs "start_in"`, keyOf('when'), hint);
	} else if (found.when !== 'delayed' && hasValue(node, 'start_in') && (!hasValue(node, 'when') || found.when)) {
		problems.error('START_IN_ALONE', `"start_in" of job "${name}" needs "when: delayed"`, keyOf('start_in'));
	}
}

/** GitLab publishes the folder of a "pages" job; it must be said once, and nowhere else. */
function checkPages(
	name: string,
	node: MapNode,
	{pages, publish}: Found<typeof jobKeys>,
	problems: Problems,
	keyOf: (key: string) => Place,
): void {
	if (publish === undefined) return;
	const isPages = pages === undefined ? name === 'pages' : pages !== false;
	if (!isPages) {
		problems.error('KEYS_CONFLICT', `"publish" of job "${name}" needs "pages: true"`, keyOf('publish'));
	} else if (childOf(childOf(node, 'pages'), 'publish')) {
		const message = `job "${name}" says both "publish" and "pages:publish"`;
		problems.error('KEYS_CONFLICT', message, keyOf('publish'), 'keep "pages:publish"');
	}
}

/** A job that only mirrors another pipeline: `needs: {pipeline: …}` without a job. */
function isBridge(found: Found<typeof jobKeys>): boolean {
	return found.needs?.some(need => need.job === '' && need.elsewhere !== undefined) ?? false;
}

function stageOf(name: string, found: Found<typeof jobKeys>, place: Place, around: Surroundings): string {
	const {stages, problems, complete} = around;
	const stage = found.stage?.name ?? 'test';
	if (stages.includes(stage) || !complete) return stage;
	const known = stages.filter(other => other !== '.pre' && other !== '.post');
	const hint = didYouMean(stage, stages) ?? `the stages are ${known.join(', ')}`;
	const words = found.stage ? `is in stage "${stage}"` : 'names no stage, so it is in "test"';
	problems.error('STAGE_UNKNOWN', `job "${name}" ${words}, which does not exist`, place, hint);
	return stage;
}

/** A script that says nothing: a text without a word, or a list without items. */
function isBlank(node: ConfigNode | undefined): boolean {
	if (node?.kind === 'scalar') return typeof node.value === 'string' && node.value.trim() === '';
	return node?.kind === 'list' && node.items.length === 0;
}

function hasValue(node: MapNode, key: string): boolean {
	const value: ConfigNode | undefined = childOf(node, key);
	return value !== undefined && !isNull(value);
}
