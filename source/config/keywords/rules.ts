import type {RuleDefinition} from '../../model/definition.js';
import {
	bool,
	expected,
	type Found,
	flatListOf,
	listOf,
	object,
	oneOf,
	type Reading,
	type Shape,
	text,
} from '../shape.js';
import type {MapNode} from '../yaml/node.js';
import {positionOf} from '../yaml/source-file.js';
import {allowFailure} from './allow-failure.js';
import {autoCancel} from './deploy.js';
import {duration, week} from './duration.js';
import {expression} from './expression.js';
import {needs} from './needs.js';
import {jobVariables} from './variables.js';

const maxPaths = 50;
const paths = listOf(text, maxPaths);
const changesKeys = object('changes', {paths, compare_to: text}, ['paths']);
const existsKeys = object('exists', {paths, project: text, ref: text}, ['paths']);

const changes: Shape<readonly string[]> = (node, reading) =>
	node.kind === 'map' ? changesKeys(node, reading)?.paths : paths(node, reading);

const exists: Shape<readonly string[]> = (node, reading) =>
	node.kind === 'map' ? existsKeys(node, reading)?.paths : paths(node, reading);

const conditionKeys = {if: expression, changes, exists} as const;
const jobRuleKeys = {
	...conditionKeys,
	when: oneOf('on_success', 'on_failure', 'always', 'manual', 'delayed', 'never'),
	start_in: duration(week),
	allow_failure: allowFailure,
	variables: jobVariables,
	needs,
	interruptible: bool,
} as const;
const workflowRuleKeys = {
	...conditionKeys,
	when: oneOf('always', 'never'),
	variables: jobVariables,
	auto_cancel: autoCancel,
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

		const found = shape(node, reading);
		return found && toRule(found, node, reading);
	});
	return list;
}

function toRule(found: Found<typeof jobRuleKeys>, node: MapNode, reading: Reading): RuleDefinition {
	if (found.when === 'delayed' && !node.entries.has('start_in')) {
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
