import {
	type Alias,
	isAlias,
	isMap,
	isPair,
	isScalar,
	isSeq,
	type Node,
	type Scalar,
	type YAMLMap,
	type YAMLSeq,
} from 'yaml';
import type {Problems} from '../problems.js';
import {
	type ConfigNode,
	type Entry,
	isNull,
	listNode,
	mapNode,
	type ScalarNode,
	unknownNode,
	weightOf,
} from './node.js';
import {isDate, resolvePlain} from './plain-scalar.js';
import {type Place, positionOf, type SourceFile} from './source-file.js';

/** GitLab's own limit on nesting (`max_yaml_depth`). */
const maxDepth = 100;
/** With aliases counted as often as they are used: what stops a bomb of them. */
const maxWeight = 1_000_000;

/** Makes the nodes of one document ours: scalars resolved as GitLab does, aliases shared, merge keys merged. */
export class Converter {
	readonly #file: SourceFile;
	readonly #problems: Problems;
	readonly #anchors = new Map<string, ConfigNode>();
	#tooDeep = false;
	#tooBig = false;

	constructor(file: SourceFile, problems: Problems) {
		this.#file = file;
		this.#problems = problems;
	}

	convert(node: Node | null | undefined, depth = 0, fallback?: Place): ConfigNode {
		const place = this.#placeOf(node, fallback);
		if (node === null || node === undefined) return nothing(place);
		if (depth > maxDepth) return this.#refuseDepth(place);
		const converted = this.#convertNode(node, place, depth);
		if (!isAlias(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, converted);
		if (weightOf(converted) <= maxWeight) return converted;
		return this.#refuseWeight(place);
	}

	#convertNode(node: Node, place: Place, depth: number): ConfigNode {
		if (isAlias(node)) return this.#alias(node, place);
		if (isScalar(node)) return this.#scalar(node, place);
		if (isSeq(node)) return this.#list(node, place, depth);
		return isMap(node) ? this.#map(node, place, depth) : nothing(place);
	}

	#alias(node: Alias, place: Place): ConfigNode {
		const target = this.#anchors.get(node.source);
		// A copy with the alias's own place: what is wrong with its use is told there.
		if (target) return {...target, place};
		const hint = this.#anchors.size === 0 ? undefined : 'an anchor must stand before its alias, in the same file';
		this.#problems.error('ANCHOR_UNKNOWN', `there is no anchor "&${node.source}" before this alias`, place, hint);
		return unknownNode(place);
	}

	#scalar(node: Scalar, place: Place): ScalarNode {
		const found = scalar(node, place);
		if (node.type === 'PLAIN' && isDate(found.text)) {
			const message = `"${found.text}" is a date in YAML, and GitLab takes none`;
			this.#problems.error('YAML_DATE', message, place, 'put it in quotes');
		}

		return found;
	}

	#list(node: YAMLSeq, place: Place, depth: number): ConfigNode {
		const items = node.items.map(item => this.convert(item as Node | null, depth + 1, place));
		if (node.tag !== '!reference') return listNode(items, place);
		const path = items.map(item => (item.kind === 'scalar' ? item.text : ''));
		if (path.length > 0 && path.every(part => part !== '')) return {kind: 'reference', path, place};
		this.#problems.error(
			'REFERENCE_INVALID',
			'!reference takes a list of names',
			place,
			'write it as !reference [job, script]',
		);
		return unknownNode(place);
	}

	#map(node: YAMLMap, place: Place, depth: number): ConfigNode {
		const entries = new Map<string, Entry>();
		const written = new Map<string, Place>();
		for (const pair of node.items) {
			if (!isPair(pair)) continue;
			const key = this.#key(pair.key as Node | null, place);
			if (key === undefined) continue;
			const value = this.convert(pair.value as Node | null, depth + 1, key.place);
			if (key.text === '<<' && key.mayMerge) {
				this.#merge(entries, value);
				continue;
			}

			this.#noteDuplicate(written, key.text, key.place);
			entries.set(key.text, {key: key.place, value});
		}

		return mapNode(entries, place);
	}

	/** Psych merges in the order of the file: a merge after a key replaces that key. */
	#merge(entries: Map<string, Entry>, value: ConfigNode): void {
		if (value.kind === 'map') {
			for (const [name, entry] of value.entries) entries.set(name, entry);
		} else if (value.kind === 'list' && value.items.every(item => item.kind === 'map')) {
			// The first of a list wins.
			const merged = new Map<string, Entry>();
			for (const item of [...value.items].reverse()) this.#merge(merged, item);
			for (const [name, entry] of merged) entries.set(name, entry);
		} else if (!isNull(value) && value.kind !== 'reference') {
			this.#problems.error(
				'MERGE_INVALID',
				'"<<" merges maps, and this is none',
				value.place,
				'name the anchor of a map, or a list of them',
			);
		}
	}

	#key(node: Node | null, parent: Place): {text: string; place: Place; mayMerge: boolean} | undefined {
		const place = this.#placeOf(node, {...parent, end: parent.start + 1});
		const key = isAlias(node) ? this.#alias(node, place) : isScalar(node) ? scalar(node, place) : undefined;
		if (isScalar(node) && node.anchor !== undefined && key) this.#anchors.set(node.anchor, key);
		if (key?.kind === 'scalar') return {text: key.text, place, mayMerge: isScalar(node) && node.type === 'PLAIN'};
		this.#problems.error('YAML_KEY', 'a key must be a name, not a list or a map', place);
		return undefined;
	}

	#noteDuplicate(written: Map<string, Place>, name: string, place: Place): void {
		const first = written.get(name);
		if (first) {
			this.#problems.warn(
				'KEY_DUPLICATE',
				`"${name}" is here a second time; the first, in line ${positionOf(first).line}, is lost`,
				place,
				'remove one of them, or give it another name',
			);
		}

		written.set(name, place);
	}

	#refuseDepth(place: Place): ConfigNode {
		if (!this.#tooDeep) this.#problems.error('YAML_TOO_DEEP', `it is nested more than ${maxDepth} levels deep`, place);
		this.#tooDeep = true;
		return unknownNode(place);
	}

	#refuseWeight(place: Place): ConfigNode {
		if (!this.#tooBig) {
			const message = `with its aliases written out this has more than ${maxWeight.toLocaleString('en')} values`;
			this.#problems.error('YAML_TOO_BIG', message, place);
		}

		this.#tooBig = true;
		return unknownNode(place);
	}

	#placeOf(node: Node | null | undefined, fallback?: Place): Place {
		const range = node?.range;
		if (range) return {file: this.#file, start: range[0], end: range[1]};
		return fallback ?? {file: this.#file, start: 0, end: 1};
	}
}

function scalar(node: Scalar, place: Place): ScalarNode {
	const source = typeof node.value === 'string' ? node.value : String(node.value ?? '');
	if (node.type === 'PLAIN' && (node.tag === undefined || !node.tag.endsWith(':str'))) {
		return {kind: 'scalar', ...resolvePlain(source), place};
	}

	return {kind: 'scalar', value: source, text: source, place};
}

function nothing(place: Place): ScalarNode {
	return {kind: 'scalar', value: null, text: '', place};
}
