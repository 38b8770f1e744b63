import type {Problems} from '../problems.js';
import {anything, listOf, mapOf, object, oneOf, type Shape, text} from '../shape.js';
import {type ConfigNode, childOf, isNull, mapNode} from '../yaml/node.js';
import {readYaml} from '../yaml/read-yaml.js';
import type {Place} from '../yaml/source-file.js';
import {SourceFile} from '../yaml/source-file.js';

/** What a file says of its inputs (GitLab's reference, "spec:inputs"). */
export interface InputDefinition {
	readonly type: 'string' | 'number' | 'boolean' | 'array';
	readonly default?: ConfigNode;
	readonly options?: readonly ConfigNode[];
	readonly regex?: ConfigNode;
	readonly place: Place;
}

export interface Header {
	readonly inputs: ReadonlyMap<string, InputDefinition>;
	/** Where the content begins in the file's text. */
	readonly contentStart: number;
}

/** The header of a file with `spec`; undefined when it has none, `unreadable` after a problem that was told. */
export function readHeader(file: SourceFile, problems: Problems): Header | 'unreadable' | undefined {
	const contentStart = endOfHeader(file.text);
	if (contentStart === undefined) return undefined;
	const [document] =
		readYaml(new SourceFile(file.path, file.text.slice(0, contentStart), file.includedFrom), problems) ?? [];
	if (!document || !childOf(document, 'spec')) return 'unreadable';
	const reading = {problems, what: ''};
	const found = headerKeys(document, reading)?.spec;
	return {inputs: found?.inputs ?? new Map(), contentStart};
}

/** The end of the line of dashes behind `spec`, which stands in the first of two documents; a file of one may have a job of that name. */
function endOfHeader(text: string): number | undefined {
	if (!/^spec[ \t]*:/m.test(text)) return undefined;
	let seen = false;
	for (const line of text.matchAll(/^.*(?:\n|$)/gm)) {
		if (/^spec[ \t]*:/.test(line[0])) seen = true;
		else if (/^---(?:\s|$)/.test(line[0])) {
			if (seen) return line.index + line[0].length;
		} else if (!seen && !/^(?:#.*|%.*|\s*)$/.test(line[0].trimEnd())) return undefined;
		if (line.index + line[0].length >= text.length) break;
	}

	return undefined;
}

const inputKeys = object('an input', {
	default: anything,
	description: text,
	type: oneOf('string', 'number', 'boolean', 'array'),
	options: listOf(anything),
	regex: anything,
	rules: anything,
});

const input: Shape<InputDefinition> = (node, reading) => {
	if (isNull(node)) return {type: 'string', place: node.place};
	const found = inputKeys(node, reading);
	if (!found) return undefined;
	return {
		type: found.type ?? 'string',
		...(found.default && {default: found.default}),
		...(found.options && {options: found.options}),
		...(found.regex && {regex: found.regex}),
		place: node.place,
	};
};

const inputs: Shape<ReadonlyMap<string, InputDefinition>> = (node, reading) => {
	const found = mapOf(input)(node.kind === 'map' ? node : mapNode(new Map(), node.place), reading);
	return new Map(Object.entries(found ?? {}));
};

const headerKeys = object('a header', {
	spec: object('"spec"', {inputs, component: anything, description: text, include: anything}),
});
