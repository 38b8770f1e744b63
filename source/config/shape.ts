import {didYouMean, nearestName} from '../model/nearest-name.js';
import {noEffect} from './no-effect.js';
import type {Problems} from './problems.js';
import {type ConfigNode, type Entry, isNull, kindInWords, type MapNode} from './yaml/node.js';
import type {Place} from './yaml/source-file.js';

/**
 * Reads a value of one kind out of the file. Undefined when it is not of that kind (a problem has been told) or when
 * it is not known because an include is missing (a `!reference` that could not be resolved).
 */
export type Shape<T> = (node: ConfigNode, reading: Reading) => T | undefined;

/** What a value is read for: its name as users write it (`artifacts:paths`) and who collects problems. */
export interface Reading {
	readonly problems: Problems;
	readonly what: string;
}

/** What an object shape finds; a key that is absent, null or wrong is not there. */
export type Found<S extends Shapes> = {readonly [K in keyof S]?: Exclude<ReturnType<S[K]>, undefined>};

type Shapes = Readonly<Record<string, Shape<unknown>>>;

/** Tells that a value is of the wrong kind. */
export function expected(wanted: string, node: ConfigNode, {problems, what}: Reading, hint?: string): undefined {
	if (node.kind === 'reference') return undefined;
	const quoted = node.kind === 'scalar' && typeof node.value !== 'string' && wanted.startsWith('a text');
	const advice = hint ?? (quoted && !isNull(node) ? 'put it in quotes' : undefined);
	problems.error('TYPE_WRONG', `"${what}" must be ${wanted}, not ${kindInWords(node)}`, node.place, advice);
	return undefined;
}

export const text: Shape<string> = (node, reading) => {
	if (node.kind === 'scalar' && typeof node.value === 'string') return node.value;
	return expected('a text', node, reading);
};

/** A text, or a number as GitLab prints it. */
export const scalarText: Shape<string> = (node, reading) => {
	if (node.kind === 'scalar' && node.value !== null) return node.text;
	return expected('a text', node, reading);
};

export const bool: Shape<boolean> = (node, reading) => {
	if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
	return expected('true or false', node, reading);
};

export function integer(min: number, max: number): Shape<number> {
	return (node, reading) => {
		const value = node.kind === 'scalar' ? node.value : undefined;
		if (typeof value === 'number' && Number.isInteger(value)) {
			if (value >= min && value <= max) return value;
			const message = `"${reading.what}" must be a number from ${min} to ${max}, not ${value}`;
			reading.problems.error('VALUE_WRONG', message, node.place);
			return undefined;
		}

		return expected(max === Number.MAX_SAFE_INTEGER ? 'a number' : `a number from ${min} to ${max}`, node, reading);
	};
}

export function oneOf<const T extends string>(...values: readonly T[]): Shape<T> {
	return (node, reading) => {
		const written = node.kind === 'scalar' ? node.text : undefined;
		const value = values.find(candidate => candidate === written);
		if (value !== undefined) return value;
		if (written === undefined || (node.kind === 'scalar' && node.value === null)) {
			return expected(`one of ${inList(values)}`, node, reading);
		}

		const message = `"${reading.what}" must be one of ${inList(values)}, not "${written}"`;
		reading.problems.error('VALUE_UNKNOWN', message, node.place, didYouMean(written, values));
		return undefined;
	};
}

export function listOf<T>(item: Shape<T>, most = Number.POSITIVE_INFINITY): Shape<readonly T[]> {
	return (node, reading) => {
		if (node.kind !== 'list') return expected('a list', node, reading, 'start each item with "- "');
		if (node.items.length > most) {
			const message = `"${reading.what}" has ${node.items.length} items; GitLab allows ${most}`;
			reading.problems.error('TOO_MANY', message, node.place);
		}

		return readItems(node.items, item, reading);
	};
}

/** One value, or a list of such values. */
export function oneOrMore<T>(item: Shape<T>): Shape<readonly T[]> {
	const list = listOf(item);
	return (node, reading) => {
		if (node.kind === 'list') return list(node, reading);
		const value = item(node, reading);
		return value === undefined ? undefined : [value];
	};
}

/** A list in which lists are laid flat, as `!reference` leaves them. */
export function flatListOf<T>(item: Shape<T>): Shape<readonly T[]> {
	return (node, reading) => {
		if (node.kind !== 'list') return expected('a list', node, reading, 'start each item with "- "');
		return readItems(flatten(node.items), item, reading);
	};
}

/** A map of known keys; `name` says in messages what it is (`a job`, `artifacts`). Unknown keys are errors. */
export function object<S extends Shapes>(name: string, keys: S, required: readonly string[] = []): Shape<Found<S>> {
	return (node, reading) => {
		if (node.kind !== 'map') return expected('a map of keys', node, reading);
		const found: Record<string, unknown> = {};
		for (const [key, entry] of node.entries) {
			const shape = Object.hasOwn(keys, key) ? keys[key] : undefined;
			if (shape === undefined) unknownKey(key, entry.key, name, Object.keys(keys), reading.problems);
			else if (!isNull(entry.value)) readKey(found, key, entry, shape, reading);
		}

		for (const key of required) tellMissing(node, key, Object.keys(keys), reading);
		return found as Found<S>;
	};
}

/** Any map, each value of one kind. */
export function mapOf<T>(value: Shape<T>): Shape<Readonly<Record<string, T>>> {
	return (node, reading) => {
		if (node.kind !== 'map') return expected('a map of keys', node, reading);
		const found: [string, T][] = [];
		for (const [key, entry] of node.entries) {
			const read = value(entry.value, {...reading, what: nameOf(reading.what, key)});
			if (read !== undefined) found.push([key, read]);
		}

		return Object.fromEntries(found);
	};
}

/** Anything at all. */
export const anything: Shape<ConfigNode> = node => node;

export function unknownKey(
	key: string,
	place: Place,
	name: string,
	known: readonly string[],
	problems: Problems,
): void {
	problems.error('KEY_UNKNOWN', `"${key}" is not a keyword of ${name}`, place, didYouMean(key, known));
}

function readKey(
	found: Record<string, unknown>,
	key: string,
	entry: Entry,
	shape: Shape<unknown>,
	{problems, what}: Reading,
): void {
	const name = nameOf(what, key);
	const value = shape(entry.value, {problems, what: name});
	const hint = noEffect[name];
	if (hint !== undefined) {
		problems.warnOnce(name, 'KEYWORD_NOT_HONOURED', `"${name}" has no effect here`, entry.key, hint);
	}

	if (value !== undefined) found[key] = value;
}

/** A key that seems to be misspelt has been told already. */
export function isMisspelt(node: MapNode, key: string, known: readonly string[]): boolean {
	return [...node.entries.keys()].some(written => !known.includes(written) && nearestName(written, known) === key);
}

function tellMissing(node: MapNode, key: string, known: readonly string[], {problems, what}: Reading): void {
	const entry = node.entries.get(key);
	if ((entry && !isNull(entry.value)) || isMisspelt(node, key, known)) return;
	problems.error('KEY_MISSING', `"${what}" needs the key "${key}"`, entry?.key ?? node.place);
}

function readItems<T>(items: readonly ConfigNode[], item: Shape<T>, reading: Reading): readonly T[] {
	const found: T[] = [];
	for (const node of items) {
		const value = item(node, reading);
		if (value !== undefined) found.push(value);
	}

	return found;
}

function flatten(items: readonly ConfigNode[]): readonly ConfigNode[] {
	return items.flatMap(item => (item.kind === 'list' ? flatten(item.items) : [item]));
}

function nameOf(what: string, key: string): string {
	return what === '' ? key : `${what}:${key}`;
}

function inList(values: readonly string[]): string {
	return values.length === 1 ? `${values[0]}` : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
