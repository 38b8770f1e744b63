import type {JobDefinition} from '../model/definition.js';
import {didYouMean} from '../model/nearest-name.js';
import type {RetryPolicy, Scripts} from '../model/plan.js';
import {checkJobKeys, checkName} from './checks/check-job-keys.js';
import {inherits} from './keywords/inherit.js';
import {defaultKeys, jobKeys} from './keywords/job-keys.js';
import type {Problems} from './problems.js';
import {type Found, object} from './shape.js';
import {childOf, type Entry, hasValue, type MapNode, mapNode, toPlain} from './yaml/node.js';
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

const noRetry: RetryPolicy = {max: 0, when: [], exitCodes: []};
const shape = object('a job', jobKeys);

/** Makes a definition of a job whose `extends` and references are resolved. */
export function readJob(name: string, entry: Entry, around: Surroundings): JobDefinition | undefined {
	const {problems} = around;
	if (entry.value.kind !== 'map') return undefined;
	checkName(name, entry.key, problems);
	const node = withDefaults(entry.value, around);
	const found = shape(node, {problems, what: ''});
	if (!found) return undefined;
	checkJobKeys({name, entry, node, found}, problems, around.complete && !around.broken.has(name));
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
