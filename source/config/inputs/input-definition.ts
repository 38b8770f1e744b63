import {anything, expected, listOf, mapOf, object, oneOf, type Reading, type Shape, text} from '../shape.js';
import {type ConfigNode, isNull, type MapNode} from '../yaml/node.js';
import type {Place} from '../yaml/source-file.js';

/** What a file says of an input (GitLab's reference, "spec:inputs"). */
export interface InputDefinition {
	readonly type: 'string' | 'number' | 'boolean' | 'array';
	readonly default?: ConfigNode;
	readonly options?: readonly ConfigNode[];
	readonly regex?: ConfigNode;
	/** Options and defaults that depend on other inputs. */
	readonly rules?: readonly InputRule[];
	readonly place: Place;
}

/** The first rule whose expression holds decides; one without an expression always does. */
export interface InputRule {
	readonly if?: ConfigNode;
	readonly options?: readonly ConfigNode[];
	readonly default?: ConfigNode;
}

/** `spec:inputs`: by name. */
export const inputDefinitions: Shape<ReadonlyMap<string, InputDefinition>> = (node, reading) => {
	const found = isNull(node) ? {} : mapOf(input)(node, reading);
	return new Map(Object.entries(found ?? {}));
};

const maxOptions = 50;
const options: Shape<readonly ConfigNode[]> = listOf(anything, maxOptions);
const ruleKeys = object('a rule of an input', {if: text, options, default: anything});

const rule: Shape<InputRule> = (node, reading) => {
	if (node.kind !== 'map') return expected('a list of rules', node, reading);
	const found = ruleKeys(node, reading);
	if (!found) return undefined;
	const condition = node.entries.get('if')?.value;
	const fallback = node.entries.get('default')?.value;
	if (!found.options && (found.if === undefined || !fallback)) {
		const needs = found.if === undefined ? '"options"' : '"options" or "default"';
		reading.problems.error('KEY_MISSING', `a rule of "${reading.what}" needs ${needs}`, node.place);
	}

	return {
		...(condition && {if: condition}),
		...(found.options && {options: found.options}),
		...(fallback && !isNull(fallback) && {default: fallback}),
	};
};

const inputKeys = object('an input', {
	default: anything,
	description: text,
	type: oneOf('string', 'number', 'boolean', 'array'),
	options,
	regex: text,
	rules: listOf(rule),
});

const input: Shape<InputDefinition> = (node, reading) => {
	if (isNull(node)) return {type: 'string', place: node.place};
	const found = inputKeys(node, reading);
	if (!found || node.kind !== 'map') return undefined;
	if (found.rules) tellConflicts(node, reading);
	const regex = node.entries.get('regex')?.value;
	return {
		type: found.type ?? 'string',
		...(found.default && {default: found.default}),
		...(found.options && {options: found.options}),
		...(regex && found.regex !== undefined && {regex}),
		...(found.rules && {rules: found.rules}),
		place: node.place,
	};
};

function tellConflicts(node: MapNode, {problems}: Reading): void {
	for (const key of ['options', 'default']) {
		const entry = node.entries.get(key);
		if (entry) problems.error('KEYS_CONFLICT', `an input cannot have both "rules" and "${key}"`, entry.key);
	}
}
