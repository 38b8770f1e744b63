import {didYouMean} from '../model/nearest-name.js';
import type {Problems} from './problems.js';
import {
	type ConfigNode,
	childOf,
	type Entry,
	listNode,
	type MapNode,
	mapNode,
	type ReferenceNode,
	weightOf,
} from './yaml/node.js';

/** GitLab's limit on references in what a reference names. */
const maxDepth = 10;
/** What stops references that multiply each other. */
const maxWeight = 1_000_000;

/**
 * Puts in place of every `!reference` what it names (GitLab's reference, "!reference tags"). With an include missing,
 * one that names nothing stays where it is.
 */
export function resolveReferences(root: MapNode, problems: Problems, complete: boolean): MapNode {
	const resolved = new Resolver(root, problems, complete).resolve(root, []);
	return resolved.kind === 'map' ? resolved : root;
}

class Resolver {
	readonly #root: MapNode;
	readonly #problems: Problems;
	readonly #complete: boolean;
	/** Nodes are shared by aliases and `extends`: each is looked at once. */
	readonly #done = new Map<ConfigNode, ConfigNode>();

	constructor(root: MapNode, problems: Problems, complete: boolean) {
		this.#root = root;
		this.#problems = problems;
		this.#complete = complete;
	}

	resolve(node: ConfigNode, above: readonly ReferenceNode[]): ConfigNode {
		if (node.kind === 'scalar') return node;
		const known = this.#done.get(node);
		if (known) return known;
		const resolved = this.#resolve(node, above);
		this.#done.set(node, resolved);
		return resolved;
	}

	#resolve(node: Exclude<ConfigNode, {kind: 'scalar'}>, above: readonly ReferenceNode[]): ConfigNode {
		if (node.kind === 'reference') return this.#follow(node, above);
		if (node.kind === 'list') {
			const items = node.items.map(item => this.resolve(item, above));
			return items.every((item, index) => item === node.items[index]) ? node : listNode(items, node.place);
		}

		let changed = false;
		const entries = new Map<string, Entry>();
		for (const [name, entry] of node.entries) {
			const value = this.resolve(entry.value, above);
			changed ||= value !== entry.value;
			entries.set(name, value === entry.value ? entry : {key: entry.key, value});
		}

		return changed ? mapNode(entries, node.place) : node;
	}

	#follow(reference: ReferenceNode, above: readonly ReferenceNode[]): ConfigNode {
		if (reference.path.length === 0) return reference;
		const path = reference.path.join(', ');
		if (above.some(other => other.path.join(', ') === path)) {
			return this.#refuse('REFERENCE_CYCLE', `!reference [${path}] leads back to itself`, reference);
		}

		if (above.length >= maxDepth) {
			const message = `!reference [${path}] is reached by more than ${maxDepth} others`;
			return this.#refuse('REFERENCE_TOO_DEEP', message, above[0] ?? reference);
		}

		const target = this.#find(reference, above);
		if (target === undefined) return reference;
		const resolved = this.resolve(target, [...above, reference]);
		// With the reference's own place, as an alias has: what is wrong with its use is told there.
		if (weightOf(resolved) <= maxWeight) return {...resolved, place: reference.place};
		return this.#refuse('YAML_TOO_BIG', `!reference [${path}] stands for more than a million values`, reference);
	}

	#find(reference: ReferenceNode, above: readonly ReferenceNode[]): ConfigNode | undefined {
		let node: ConfigNode = this.#root;
		for (const part of reference.path) {
			if (node.kind === 'reference') node = this.resolve(node, [...above, reference]);
			const child: ConfigNode | undefined = node.kind === 'list' ? node.items[Number(part)] : childOf(node, part);
			if (!child) return this.#tellUnknown(reference, part, node);
			node = child;
		}

		return node;
	}

	#tellUnknown(reference: ReferenceNode, part: string, node: ConfigNode): undefined {
		if (!this.#complete || node.kind === 'reference') return undefined;
		const known = node.kind === 'map' ? [...node.entries.keys()] : [];
		const where = node === this.#root ? '' : ` in "${reference.path[0]}"`;
		const message = `!reference [${reference.path.join(', ')}] names "${part}", which does not exist${where}`;
		this.#problems.error('REFERENCE_UNKNOWN', message, reference.place, didYouMean(part, known));
		return undefined;
	}

	#refuse(code: string, message: string, reference: ReferenceNode): ReferenceNode {
		this.#problems.error(code, message, reference.place);
		return reference;
	}
}
