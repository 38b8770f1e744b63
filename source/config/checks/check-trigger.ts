import type {jobKeys} from '../keywords/job-keys.js';
import type {Problems} from '../problems.js';
import type {Found} from '../shape.js';
import {type ConfigNode, childOf, isNull, type MapNode} from '../yaml/node.js';

/** What a job that starts another pipeline may say; it runs nothing itself (GitLab's reference, "trigger"). */
const forTriggers: ReadonlySet<string> = new Set([
	'allow_failure',
	'environment',
	'except',
	'extends',
	'inherit',
	'interruptible',
	'needs',
	'only',
	'parallel',
	'resource_group',
	'rules',
	'stage',
	'trigger',
	'variables',
	'when',
]);

/** Tells the keys that a trigger job cannot have, and those that it can have in some forms only. */
export function checkTrigger(node: MapNode, found: Found<typeof jobKeys>, problems: Problems): void {
	for (const [key, entry] of node.entries) {
		if (forTriggers.has(key) || isNull(entry.value) || key === 'script' || key === 'run') continue;
		const message = `"${key}" cannot be used in a job with "trigger"`;
		problems.error('KEYS_CONFLICT', message, entry.key, 'the jobs of the other pipeline say it for themselves');
	}

	checkChildren(childOf(node, 'trigger'), problems);
	const keyOf = (key: string) => node.entries.get(key)?.key ?? node.place;
	if (found.when === 'delayed') {
		problems.error('KEYS_CONFLICT', 'a job with "trigger" cannot be delayed', keyOf('when'));
	}

	if (found.parallel?.kind === 'count') {
		const hint = 'use parallel:matrix';
		problems.error('KEYS_CONFLICT', '"parallel" of a job with "trigger" cannot be a number', keyOf('parallel'), hint);
	}

	if (childOf(node, 'allow_failure')?.kind === 'map') {
		problems.error(
			'TYPE_WRONG',
			'"allow_failure" of a job with "trigger" must be true or false',
			keyOf('allow_failure'),
		);
	}
}

/** GitLab's limit on files of one child pipeline. */
const maxChildren = 3;

function checkChildren(trigger: ConfigNode | undefined, problems: Problems): void {
	const include = childOf(trigger, 'include');
	if (!include) return;
	const project = trigger?.kind === 'map' ? trigger.entries.get('project') : undefined;
	if (project) problems.error('KEYS_CONFLICT', '"trigger" cannot have both "include" and "project"', project.key);
	const files = childrenOf(include);
	if (files.length > maxChildren) {
		const message = `"trigger:include" has ${files.length} items; GitLab allows ${maxChildren}`;
		problems.error('TOO_MANY', message, include.place);
	}

	for (const file of files) {
		for (const [key, needed] of [
			['artifact', 'job'],
			['project', 'file'],
		] as const) {
			if (!childOf(file, key) || childOf(file, needed)) continue;
			problems.error('KEY_MISSING', `"trigger:include:${key}" needs the key "${needed}"`, file.place);
		}
	}
}

/** The jobs whose artifacts are child pipelines of a job, with their places. */
export function artifactJobsOf(job: ConfigNode | undefined): readonly (ConfigNode & {readonly kind: 'scalar'})[] {
	return childrenOf(childOf(childOf(job, 'trigger'), 'include')).flatMap(file => {
		const name = childOf(file, 'artifact') ? childOf(file, 'job') : undefined;
		return name?.kind === 'scalar' ? [name] : [];
	});
}

function childrenOf(include: ConfigNode | undefined): readonly ConfigNode[] {
	if (!include) return [];
	return include.kind === 'list' ? include.items : [include];
}
