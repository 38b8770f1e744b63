import {compileRegex} from '../../expressions/regex/regex.js';
import type {ChangesDefinition, ExistsDefinition, RuleDefinition} from '../../model/definition.js';
import {
	bool,
	expected,
	type Found,
	flatListOf,
	isMisspelt,
	listOf,
	object,
	oneOf,
	type Reading,
	type Shape,
	text,
} from '../shape.js';
import {isNull, type MapNode} from '../yaml/node.js';
import {positionOf} from '../yaml/source-file.js';
import {autoCancel} from './deploy.js';
import {duration, week} from './duration.js';
import {expression} from './expression.js';
import {needs} from './needs.js';
import {jobVariables} from './variables.js';

const maxPaths = 50;
const paths = listOf(text, maxPaths);
const pathRegexp: Shape<string> = (node, reading) => {
	const written = text(node, reading);
	if (written === undefined || written.includes('$')) return written;
	const compiled = compileRegex(written);
	if (compiled.ok) return written;
	const message = `the regular expression cannot be used: ${compiled.error.message}`;
	reading.problems.error('REGEX_INVALID', message, node.place);
	return undefined;
};
const changesKeys = object('changes', {paths, regexp: pathRegexp, compare_to: text});
const existsKeys = object('exists', {paths, regexp: pathRegexp, project: text, ref: text});

const changes: Shape<ChangesDefinition> = (node, reading) => {
	if (node.kind !== 'map') return pathsAlone(paths(node, reading));
	const found = changesKeys(node, reading);
	if (!found || !hasPaths(found, node, reading)) return undefined;
	return {...pathsOf(found), ...(found.compare_to !== undefined && {compareTo: found.compare_to})};
};

const exists: Shape<ExistsDefinition> = (node, reading) => {
	if (node.kind === 'scalar' && typeof node.value === 'string') return {paths: [node.value]};
	if (node.kind !== 'map') return pathsAlone(paths(node, reading));
	const found = existsKeys(node, reading);
	if (!found || !hasPaths(found, node, reading)) return undefined;
	const {project, ref} = found;
	if (ref !== undefined && project === undefined) {
		reading.problems.error('KEY_MISSING', '"rules:exists:ref" needs "rules:exists:project"', node.place);
	}

	return {...pathsOf(found), ...(project !== undefined && {project}), ...(ref !== undefined && {ref})};
};

function pathsAlone(found: readonly string[] | undefined): {readonly paths: readonly string[]} | undefined {
	return found && {paths: found};
}

interface FoundPaths {
	readonly paths?: readonly string[];
	readonly regexp?: string;
}

function pathsOf({paths: globs, regexp}: FoundPaths) {
	return {paths: globs ?? [], ...(regexp !== undefined && {regexp})};
}

/** One of the two must be there. */
function hasPaths(found: FoundPaths, node: MapNode, {problems, what}: Reading): boolean {
	const has = (key: string) => node.entries.has(key);
	if (found.paths !== undefined && found.regexp !== undefined) {
		problems.error('KEYS_CONFLICT', `"${what}" cannot have both "paths" and "regexp"`, node.place);
	} else if (!has('paths') && !has('regexp') && !isMisspelt(node, 'paths', ['paths', 'regexp'])) {
		problems.error('KEY_MISSING', `"${what}" needs the key "paths"`, node.place);
	}

	return true;
}

const ignored: Shape<never> = () => undefined;
const conditionKeys = {if: expression, changes, exists} as const;
const jobRuleKeys = {
	...conditionKeys,
	when: oneOf('on_success', 'on_failure', 'always', 'manual', 'delayed', 'never'),
	start_in: duration(week),
	allow_failure: bool,
	variables: jobVariables,
	needs,
	interruptible: bool,
} as const;
const workflowRuleKeys = {
	...conditionKeys,
	when: oneOf('always', 'never'),
	variables: jobVariables,
	auto_cancel: autoCancel,
	// GitLab takes these and does nothing with them.
	allow_failure: bool,
	needs: ignored,
} as const;
const includeRuleKeys = {...conditionKeys, when: oneOf('always', 'never')} as const;

/** A job's `rules` (GitLab's reference, "rules"). */
export const jobRules = rulesOf(object('a rule', jobRuleKeys));
/** `workflow:rules`. */
export const workflowRules = rulesOf(object('a rule of the workflow', workflowRuleKeys));
/** `include:rules`. */
export const includeRules = rulesOf(object('a rule of an include', includeRuleKeys));

function rulesOf(shape: Shape<Partial<Found<typeof jobRuleKeys>>>): Shape<readonly RuleDefinition[]> {
	const list = flatListOf<RuleDefinition>((node, reading) => {
		if (node.kind !== 'map') {
			return expected('a list of rules', node, reading, 'each rule is a map with keys like "if" and "when"');
		}

		if (node.entries.size === 0) {
			reading.problems.error('RULE_EMPTY', 'a rule says nothing', node.place, 'say "when: always", or remove it');
		}

		const found = shape(node, reading);
		return found && toRule(found, node, reading);
	});
	return list;
}

function toRule(found: Found<typeof jobRuleKeys>, node: MapNode, reading: Reading): RuleDefinition {
	const start = node.entries.get('start_in');
	if (start && found.when !== 'delayed' && !isNull(start.value)) {
		reading.problems.error('START_IN_ALONE', '"start_in" of a rule needs "when: delayed"', start.key);
	}

	if (found.when === 'delayed' && !start) {
		const message = 'a delayed rule needs "start_in"';
		reading.problems.error('START_IN_MISSING', message, node.place, 'say how long it waits: start_in: 5 minutes');
	}

	return {
		position: positionOf(node.place),
		...(found.if && {if: found.if.text, ifPosition: found.if.position}),
		...(found.changes && {changes: found.changes}),
		...(found.exists && {exists: found.exists}),
		...(found.when && {when: found.when}),
		...(found.start_in !== undefined && {startInMs: found.start_in}),
		...(found.allow_failure !== undefined && {allowFailure: found.allow_failure}),
		...(found.variables && {variables: found.variables}),
		...(found.needs && {needs: found.needs}),
		...(found.interruptible !== undefined && {interruptible: found.interruptible}),
	};
}
