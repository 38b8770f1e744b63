import {didYouMean} from '../model/nearest-name.js';
import {mergeMaps} from './merge.js';
import type {Problems} from './problems.js';
import {type ConfigNode, type Entry, type MapNode, mapNode, type ScalarNode} from './yaml/node.js';

/** GitLab's limit on how deep `extends` may go. */
const maxLevels = 10;

/**
 * Merges into every top-level map what it extends (GitLab's reference, "extends"): bases in their order, then its own
 * keys. With an include missing, an unknown base is no error.
 */
export function resolveExtends(root: MapNode, problems: Problems, complete: boolean): Extended {
	const resolver = new Resolver(root, problems, complete);
	const entries = new Map<string, Entry>();
	for (const [name, entry] of root.entries) {
		entries.set(name, {key: entry.key, value: resolver.resolve(name, entry.value)});
	}

	return {root: mapNode(entries, root.place), broken: resolver.broken};
}

/** What came of it, and the jobs that lack a base: what else they lack is no error of its own. */
export interface Extended {
	readonly root: MapNode;
	readonly broken: ReadonlySet<string>;
}

interface Resolved {
	readonly node: ConfigNode;
	/** How many levels of bases are under it. */
	readonly levels: number;
}

class Resolver {
	readonly broken = new Set<string>();
	readonly #root: MapNode;
	readonly #problems: Problems;
	readonly #complete: boolean;
	readonly #resolved = new Map<string, Resolved>();

	constructor(root: MapNode, problems: Problems, complete: boolean) {
		this.#root = root;
		this.#problems = problems;
		this.#complete = complete;
	}

	resolve(name: string, node: ConfigNode): ConfigNode {
		return this.#resolve(name, node, []).node;
	}

	#resolve(name: string, node: ConfigNode, above: readonly string[]): Resolved {
		const known = this.#resolved.get(name);
		if (known) return known;
		const bases = node.kind === 'map' ? this.#basesOf(name, node) : [];
		if (node.kind !== 'map' || bases.length === 0) return this.#keep(name, {node, levels: 0});
		let merged: MapNode | undefined;
		let levels = 0;
		for (const base of bases) {
			const found = this.#base(name, base, above);
			if (!found || this.broken.has(base.text)) this.broken.add(name);
			if (!found) continue;
			levels = Math.max(levels, found.levels + 1);
			merged = merged ? mergeMaps(merged, found.node) : found.node;
		}

		if (levels > maxLevels) this.#tellTooDeep(name, bases[0]);
		return this.#keep(name, {node: merged ? mergeMaps(merged, node) : node, levels});
	}

	#base(name: string, base: ScalarNode, above: readonly string[]): {node: MapNode; levels: number} | undefined {
		const chain = [...above, name];
		if (chain.includes(base.text)) {
			const cycle = [...chain.slice(chain.indexOf(base.text)), base.text].join(' → ');
			this.#problems.error('EXTENDS_CYCLE', `"extends" goes in a circle: ${cycle}`, base.place);
			return undefined;
		}

		const entry = this.#root.entries.get(base.text);
		if (!entry) return this.#tellUnknown(name, base);
		if (entry.value.kind !== 'map') {
			const message = `"${base.text}" cannot be extended: it is no job`;
			this.#problems.error('EXTENDS_INVALID', message, base.place);
			return undefined;
		}

		if (chain.length > maxLevels) {
			this.#tellTooDeep(chain[0] ?? name, base);
			return undefined;
		}

		const {node, levels} = this.#resolve(base.text, entry.value, chain);
		return node.kind === 'map' ? {node, levels} : undefined;
	}

	#basesOf(name: string, node: MapNode): readonly ScalarNode[] {
		const value = node.entries.get('extends')?.value;
		if (value === undefined || (value.kind === 'scalar' && value.value === null)) return [];
		const items = value.kind === 'list' ? value.items : [value];
		return items.flatMap(item => {
			if (item.kind === 'scalar' && typeof item.value === 'string') return [item];
			const message = `"extends" of "${name}" must be a name or a list of names`;
			this.#problems.error('TYPE_WRONG', message, item.place);
			this.broken.add(name);
			return [];
		});
	}

	#tellUnknown(name: string, base: ScalarNode): undefined {
		if (!this.#complete) return undefined;
		const message = `"${name}" extends "${base.text}", which does not exist`;
		this.#problems.error('EXTENDS_UNKNOWN', message, base.place, didYouMean(base.text, this.#root.entries.keys()));
		return undefined;
	}

	#tellTooDeep(name: string, base: ScalarNode | undefined): void {
		if (!base) return;
		const message = `"extends" of "${name}" goes more than ${maxLevels} levels deep`;
		this.#problems.error('EXTENDS_TOO_DEEP', message, base.place, 'extend a list of templates instead of a chain');
	}

	#keep(name: string, resolved: Resolved): Resolved {
		this.#resolved.set(name, resolved);
		return resolved;
	}
}
