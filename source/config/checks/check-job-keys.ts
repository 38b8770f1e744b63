import {jobKeys} from '../keywords/job-keys.js';
import type {Problems} from '../problems.js';
import {type Found, isMisspelt} from '../shape.js';
import {type ConfigNode, childOf, type Entry, hasValue, type MapNode} from '../yaml/node.js';
import {resolvePlain} from '../yaml/plain-scalar.js';
import type {Place} from '../yaml/source-file.js';
import {checkTrigger} from './check-trigger.js';

/** GitLab's limit on the length of a job's name. */
const longestName = 255;
const scriptKeys = ['script', 'run', 'trigger'] as const;

/** A name is not too long, and no number or boolean without quotes (`name should be a symbol`, says GitLab). */
export function checkName(name: string, {file, start, end}: Place, problems: Problems): void {
	const length = [...name].length;
	if (length > longestName) {
		const message = `the name of this job has ${length} characters; GitLab allows ${longestName}`;
		problems.error('NAME_TOO_LONG', message, {file, start, end});
	}

	if (typeof resolvePlain(file.text.slice(start, end)).value === 'string') return;
	problems.error('NAME_INVALID', `"${name}" cannot be the name of a job`, {file, start, end}, 'put it in quotes');
}

/** A job as written and as read; `node` has the defaults too. */
export interface JobToCheck {
	readonly name: string;
	readonly entry: Entry;
	readonly node: MapNode;
	readonly found: Found<typeof jobKeys>;
}

/** Tells keys of a job that exclude or need each other; unless it is complete, what it lacks may be somewhere else. */
export function checkJobKeys({name, entry, node, found}: JobToCheck, problems: Problems, isComplete: boolean): void {
	const keyOf = (key: string): Place => node.entries.get(key)?.key ?? entry.key;
	const does = scriptKeys.filter(key => hasValue(node, key));
	const mayHave = !isComplete || scriptKeys.some(key => isMisspelt(node, key, Object.keys(jobKeys)));
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

/** A script that says nothing: a text without a word, or a list without items. */
function isBlank(node: ConfigNode | undefined): boolean {
	if (node?.kind === 'scalar') return typeof node.value === 'string' && node.value.trim() === '';
	return node?.kind === 'list' && node.items.length === 0;
}
