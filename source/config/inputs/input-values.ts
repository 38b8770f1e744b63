import {compileRegex} from '../../expressions/regex/regex.js';
import {didYouMean} from '../../model/nearest-name.js';
import type {Problems} from '../problems.js';
import {type ConfigNode, isNull, kindInWords, toPlain} from '../yaml/node.js';
import type {Place} from '../yaml/source-file.js';
import type {InputDefinition} from './input-definition.js';
import {applyInputRules} from './input-rules.js';

/** Inputs by name, as texts, numbers, booleans or lists. */
export type InputValues = ReadonlyMap<string, unknown>;

/** What an include gives to a file, and where. */
export interface GivenInputs {
	readonly values: ReadonlyMap<string, ConfigNode>;
	/** The include; undefined for the pipeline's own file. */
	readonly place: Place | undefined;
}

/** Gives every input its value: the include's, or its default; undefined after problems. */
export function inputValues(
	file: string,
	definitions: ReadonlyMap<string, InputDefinition>,
	given: GivenInputs,
	problems: Problems,
): InputValues | undefined {
	let isGood = tellUnknown(file, definitions, given, problems);
	const values = new Map<string, unknown>();
	const inOrder = [...definitions].sort(
		([, a], [, b]) => Number(a.rules !== undefined) - Number(b.rules !== undefined),
	);
	for (const [name, written] of inOrder) {
		const definition = applyInputRules(written, values, problems);
		const node = given.values.get(name) ?? definition.default;
		if (node === undefined) {
			const hint = given.place ? `give it one: inputs: {${name}: …}` : 'give it a default';
			problems.error(
				'INPUT_MISSING',
				`input "${name}" of "${file}" has no value`,
				given.place ?? definition.place,
				hint,
			);
			isGood = false;
		} else if (isValid(name, definition, node, problems)) values.set(name, isNull(node) ? '' : toPlain(node));
		else isGood = false;
	}

	return isGood ? values : undefined;
}

/** False, and told, when something is given that the file does not take. */
export function tellUnknown(
	file: string,
	definitions: ReadonlyMap<string, InputDefinition>,
	{values}: GivenInputs,
	problems: Problems,
): boolean {
	let isGood = true;
	for (const [name, node] of values) {
		if (definitions.has(name)) continue;
		isGood = false;
		const hint = definitions.size === 0 ? 'it has no header with "spec: inputs"' : didYouMean(name, definitions.keys());
		problems.error('INPUT_UNKNOWN', `"${file}" takes no input "${name}"`, node.place, hint);
	}

	return isGood;
}

function isValid(name: string, {type, options, regex}: InputDefinition, node: ConfigNode, problems: Problems): boolean {
	if (!isOfType(type, node)) {
		const message = `input "${name}" must be ${typeInWords[type]}, not ${kindInWords(node)}`;
		problems.error('INPUT_TYPE', message, node.place);
		return false;
	}

	const value = JSON.stringify(toPlain(node));
	if (options && !isNull(node) && !options.some(option => JSON.stringify(toPlain(option)) === value)) {
		const known = options.map(option => JSON.stringify(toPlain(option))).join(', ');
		problems.error('INPUT_OPTION', `input "${name}" must be one of ${known}, not ${value}`, node.place);
		return false;
	}

	return regex === undefined || matchesRegex(name, regex, node, problems);
}

function matchesRegex(name: string, regex: ConfigNode, node: ConfigNode, problems: Problems): boolean {
	const source = regex.kind === 'scalar' ? regex.text : '';
	const compiled = compileRegex(source);
	if (!compiled.ok) {
		const message = `the regular expression cannot be used: ${compiled.error.message}`;
		problems.error('REGEX_INVALID', message, regex.place);
		return false;
	}

	if (node.kind === 'scalar' && compiled.value.test(node.text)) return true;
	problems.error('INPUT_REGEX', `input "${name}" must match ${source}`, node.place);
	return false;
}

function isOfType(type: InputDefinition['type'], node: ConfigNode): boolean {
	if (type === 'array') return node.kind === 'list';
	if (node.kind !== 'scalar') return false;
	return (type === 'string' && node.value === null) || typeof node.value === type;
}

const typeInWords = {string: 'a text', number: 'a number', boolean: 'true or false', array: 'a list'} as const;
