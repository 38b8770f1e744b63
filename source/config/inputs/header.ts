import type {Problems} from '../problems.js';
import {anything, listOf, object, oneOf, text} from '../shape.js';
import {type ConfigNode, childOf} from '../yaml/node.js';
import {readYaml} from '../yaml/read-yaml.js';
import {SourceFile} from '../yaml/source-file.js';
import {type InputDefinition, inputDefinitions} from './input-definition.js';

export interface Header {
	readonly inputs: ReadonlyMap<string, InputDefinition>;
	/** `spec:include`: files with more inputs. */
	readonly include: ConfigNode | undefined;
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
	return {inputs: found?.inputs ?? new Map(), include: found?.include, contentStart};
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

const headerKeys = object('a header', {
	spec: object('"spec"', {
		inputs: inputDefinitions,
		component: listOf(oneOf('name', 'sha', 'version', 'reference')),
		description: text,
		include: anything,
	}),
});
