import {type ConfigNode, type Entry, type MapNode, mapNode} from './yaml/node.js';

/** GitLab's deep merge: maps merge key by key, anything else replaces; a key keeps its first place. */
export function deepMerge(base: ConfigNode, over: ConfigNode): ConfigNode {
	return base.kind === 'map' && over.kind === 'map' ? mergeMaps(base, over) : over;
}

/** The same for two maps. */
export function mergeMaps(base: MapNode, over: MapNode): MapNode {
	if (base.entries.size === 0) return over;
	const entries = new Map<string, Entry>(base.entries);
	for (const [name, entry] of over.entries) {
		const before = entries.get(name);
		entries.set(name, before ? {key: entry.key, value: deepMerge(before.value, entry.value)} : entry);
	}

	return mapNode(entries, over.place);
}
