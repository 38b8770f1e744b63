import {type InputDefinition, inputDefinitions} from '../inputs/input-definition.js';
import {object} from '../shape.js';
import {type ConfigNode, isNull} from '../yaml/node.js';
import {readYaml} from '../yaml/read-yaml.js';
import {positionOf, SourceFile} from '../yaml/source-file.js';
import {type IncludeItem, readIncludes} from './include-item.js';
import {locate, missingInWords, type Surroundings} from './locate.js';
import type {Origin, Wanted} from './origin.js';

type Inputs = ReadonlyMap<string, InputDefinition>;

/** The inputs that files of `spec:include` define, later files over earlier ones; `missing` when one is not there. */
export function includeInputs(
	node: ConfigNode,
	origin: Origin,
	around: Surroundings,
	expand: (text: string) => string,
): Inputs | 'missing' {
	const inputs = new Map<string, InputDefinition>();
	let isMissing = false;
	for (const item of readIncludes(node, around.problems)) {
		const wanted = locate(item, origin, around, expand);
		if (!wanted) isMissing = true;
		for (const file of wanted ?? []) {
			const found = readInputs(item, file, around);
			if (!found) isMissing = true;
			for (const [name, definition] of found ?? []) inputs.set(name, definition);
		}
	}

	return isMissing ? 'missing' : inputs;
}

const fileKeys = object('a file of inputs', {inputs: inputDefinitions}, ['inputs']);

function readInputs(item: IncludeItem, wanted: Wanted, {files, problems}: Surroundings): Inputs | undefined {
	const text = wanted.read(files);
	if (text === undefined) {
		const [message, hint] = missingInWords(item.target, wanted, files);
		problems.error('INCLUDE_MISSING', message, item.place, hint);
		return undefined;
	}

	const includedFrom = [...item.place.file.includedFrom, positionOf(item.place)];
	const [content] = readYaml(new SourceFile(wanted.name, text, includedFrom), problems) ?? [];
	if (!content || isNull(content)) return content && new Map();
	return fileKeys(content, {problems, what: 'spec:include'})?.inputs;
}
