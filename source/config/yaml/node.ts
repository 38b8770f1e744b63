import type {Place} from './source-file.js';

/** A piece of a pipeline file: what it says and where. Shared between all that alias, extend or reference it. */
export type ConfigNode = ScalarNode | ListNode | MapNode | ReferenceNode;

export interface ScalarNode {
	readonly kind: 'scalar';
	readonly value: string | number | boolean | null;
	/** The value as GitLab would print it: `3.10` is the number `3.1`, `yes` is `true`. */
	readonly text: string;
	readonly place: Place;
}

export interface ListNode {
	readonly kind: 'list';
	readonly items: readonly ConfigNode[];
	readonly place: Place;
	/** How many nodes it has with every alias counted as often as it is used. */
	readonly weight: number;
}

export interface MapNode {
	readonly kind: 'map';
	readonly entries: ReadonlyMap<string, Entry>;
	readonly place: Place;
	readonly weight: number;
}

export interface Entry {
	/** Where the key is written. */
	readonly key: Place;
	readonly value: ConfigNode;
}

/** `!reference [job, key, …]`, or, with an empty path, a value that is not known because of a problem told elsewhere. */
export interface ReferenceNode {
	readonly kind: 'reference';
	readonly path: readonly string[];
	readonly place: Place;
}

/** A value that is not known; nobody complains about it again. */
export function unknownNode(place: Place): ReferenceNode {
	return {kind: 'reference', path: [], place};
}

/** The value under a key of a map; undefined when it is not a map or has no such key. */
export function childOf(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
	return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** True when a map has a key with something in it. */
export function hasValue(node: MapNode, key: string): boolean {
	const value = childOf(node, key);
	return value !== undefined && !isNull(value);
}

export function isNull(node: ConfigNode): boolean {
	return node.kind === 'scalar' && node.value === null;
}

/** What a value is, for messages: `a list`, `a number`. */
export function kindInWords(node: ConfigNode): string {
	if (node.kind === 'map') return 'a map of keys';
	if (node.kind === 'list') return 'a list';
	if (node.kind === 'reference') return 'a !reference';
	if (node.value === null) return 'nothing';
	return typeof node.value === 'string' ? 'a text' : typeof node.value === 'number' ? 'a number' : `${node.value}`;
}

/** Its size with every alias counted as often as it is used. */
export function weightOf(node: ConfigNode): number {
	return node.kind === 'map' || node.kind === 'list' ? node.weight : 1;
}

/** A list with its weight. */
export function listNode(items: readonly ConfigNode[], place: Place): ListNode {
	return {kind: 'list', items, place, weight: items.reduce((sum, item) => sum + weightOf(item), 1)};
}

/** A map with its weight. */
export function mapNode(entries: ReadonlyMap<string, Entry>, place: Place): MapNode {
	let weight = 1;
	for (const entry of entries.values()) weight += weightOf(entry.value);
	return {kind: 'map', entries, place, weight};
}

/** The node as plain data, for showing. */
export function toPlain(node: ConfigNode): unknown {
	if (node.kind === 'scalar') return node.value;
	if (node.kind === 'list') return node.items.map(item => toPlain(item));
	if (node.kind === 'reference') return `!reference [${node.path.join(', ')}]`;
	return Object.fromEntries(Array.from(node.entries, ([key, entry]) => [key, toPlain(entry.value)]));
}
