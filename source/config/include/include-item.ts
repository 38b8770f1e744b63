import type {RuleDefinition} from '../../model/definition.js';
import {includeRules} from '../keywords/rules.js';
import type {Problems} from '../problems.js';
import {anything, type Found, isMisspelt, mapOf, object, oneOrMore, type Reading, text} from '../shape.js';
import {type ConfigNode, childOf, type MapNode} from '../yaml/node.js';
import type {Place} from '../yaml/source-file.js';

/** One entry of `include`, as written. */
export interface IncludeItem {
	readonly target: IncludeTarget;
	readonly rules?: readonly RuleDefinition[];
	readonly inputs: ReadonlyMap<string, ConfigNode>;
	readonly place: Place;
}

export type IncludeTarget =
	| {readonly kind: 'local'; readonly path: string}
	| {readonly kind: 'project'; readonly project: string; readonly ref?: string; readonly paths: readonly string[]}
	| {readonly kind: 'remote'; readonly url: string; readonly integrity?: string}
	| {readonly kind: 'template'; readonly name: string}
	| {readonly kind: 'component'; readonly address: string};

const kinds = ['local', 'project', 'remote', 'template', 'component'] as const;

const keys = {
	local: text,
	project: text,
	ref: text,
	file: oneOrMore(text),
	remote: text,
	integrity: text,
	cache: anything,
	template: text,
	component: text,
	rules: includeRules,
	inputs: mapOf(anything),
} as const;
const itemKeys = object('an include', keys);

/** Reads the value of `include`: a text, a map, or a list of both (GitLab's reference, "include"). */
export function readIncludes(node: ConfigNode, problems: Problems): readonly IncludeItem[] {
	const reading = {problems, what: 'include'};
	const items =
		node.kind === 'list' ? node.items.flatMap(item => (item.kind === 'list' ? item.items : [item])) : [node];
	return items.flatMap(item => readItem(item, reading) ?? []);
}

function readItem(node: ConfigNode, reading: Reading): IncludeItem | undefined {
	if (node.kind === 'map') {
		const found = itemKeys(node, reading);
		const target = found && targetOf(found, node, reading);
		if (!target) return undefined;
		const inputs = new Map(Object.entries(found.inputs ?? {}));
		return {target, ...(found.rules && {rules: found.rules}), inputs, place: node.place};
	}

	const name = text(node, reading);
	if (name === undefined) return undefined;
	const target: IncludeTarget = /^https?:\/\//.test(name) ? {kind: 'remote', url: name} : {kind: 'local', path: name};
	return {target, inputs: new Map(), place: node.place};
}

function targetOf(found: Found<typeof keys>, node: MapNode, {problems}: Reading): IncludeTarget | undefined {
	const written = kinds.filter(kind => found[kind] !== undefined);
	if (written.length > 1) {
		const message = `an include cannot have both "${written[0]}" and "${written[1]}"`;
		problems.error('KEYS_CONFLICT', message, node.place, 'make two includes of it');
	}

	if (found.local !== undefined) return {kind: 'local', path: found.local};
	const {integrity} = found;
	if (integrity !== undefined) checkIntegrity(integrity, found.remote, node, problems);
	if (found.remote !== undefined)
		return {kind: 'remote', url: found.remote, ...(integrity !== undefined && {integrity})};
	if (found.template !== undefined) return {kind: 'template', name: found.template};
	if (found.component !== undefined) return {kind: 'component', address: found.component};
	if (found.project !== undefined && found.file !== undefined) {
		return {
			kind: 'project',
			project: found.project,
			...(found.ref !== undefined && {ref: found.ref}),
			paths: found.file,
		};
	}

	if (kinds.some(kind => isMisspelt(node, kind, Object.keys(keys)))) return undefined;
	const hint = found.project === undefined ? undefined : 'say which file of the project: file: /path.yml';
	const missing = found.project === undefined ? `one of the keys ${kinds.join(', ')}` : 'the key "file"';
	problems.error('KEY_MISSING', `an include needs ${missing}`, node.place, hint);
	return undefined;
}

function checkIntegrity(integrity: string, remote: string | undefined, node: MapNode, problems: Problems): void {
	const place = childOf(node, 'integrity')?.place ?? node.place;
	if (remote === undefined) problems.error('KEYS_CONFLICT', '"integrity" is for "remote" only', place);
	else if (!/^sha256-[A-Za-z\d+/]+={0,2}$/.test(integrity)) {
		const message = '"integrity" must be "sha256-" and a hash in base64';
		problems.error('VALUE_WRONG', message, place, 'openssl dgst -sha256 -binary FILE | base64');
	}
}
