import type {Problems} from '../problems.js';
import type {ConfigNode} from '../yaml/node.js';
import {type MadeFrom, SourceFile} from '../yaml/source-file.js';
import {applyFunctions} from './functions.js';
import {type Header, readHeader} from './header.js';
import type {InputDefinition} from './input-definition.js';
import {type GivenInputs, type InputValues, inputValues, tellUnknown} from './input-values.js';

/**
 * A file with `$[[ inputs.name ]]` filled in, as text and before it is read as YAML, as GitLab does it; texts are put
 * in as they are, anything else as JSON. The same file when it has no header; undefined after problems.
 */
export function interpolate(
	file: SourceFile,
	given: GivenInputs,
	component: ReadonlyMap<string, string>,
	expand: (text: string) => string,
	problems: Problems,
	includeInputs: IncludeInputs,
): SourceFile | undefined {
	const header = readHeader(file, problems);
	if (header === 'unreadable') return undefined;
	if (!header) return tellUnknown(file.path, new Map(), given, problems) ? file : undefined;
	const included = header.include && includeInputs(header.include);
	if (included === 'missing') return undefined;
	const definitions = new Map([...(included ?? []), ...header.inputs]);
	const values = inputValues(file.path, definitions, given, problems);
	return values && fill(file, header, {inputs: values, component}, expand, problems);
}

/** Reads the inputs of other files, which `spec:include` names; `missing` after a problem that was told. */
export type IncludeInputs = (node: ConfigNode) => ReadonlyMap<string, InputDefinition> | 'missing';

interface Contexts {
	readonly inputs: InputValues;
	readonly component: ReadonlyMap<string, string>;
}

/** A stretch of the made text: the same as in the original, or put in for a block of it. */
interface Piece {
	readonly start: number;
	readonly from: number;
	/** Of a block, its length in the original. */
	readonly block?: number;
}

function fill(
	file: SourceFile,
	{contentStart}: Header,
	contexts: Contexts,
	expand: (text: string) => string,
	problems: Problems,
): SourceFile | undefined {
	const pieces: Piece[] = [];
	let made = '';
	let at = contentStart;
	let isGood = true;
	for (const found of file.text.slice(contentStart).matchAll(block)) {
		const start = contentStart + found.index;
		const value = fillIn(found[1] ?? '', contexts, expand);
		pieces.push({start: made.length, from: at});
		made += file.text.slice(at, start);
		at = start + found[0].length;
		pieces.push({start: made.length, from: start, block: found[0].length});
		made += value.ok ? value.text : found[0];
		if (value.ok) continue;
		isGood = false;
		problems.error('INPUT_UNKNOWN', value.message, {file, start, end: at}, value.hint);
	}

	pieces.push({start: made.length, from: at});
	made += file.text.slice(at);
	return isGood ? new SourceFile(file.path, made, file.includedFrom, mapOf(file.text, pieces)) : undefined;
}

const block = /\$\[\[\s*(\S[\s\S]*?)\s*\]\]/g;

type Filled =
	| {readonly ok: true; readonly text: string}
	| {readonly ok: false; readonly message: string; readonly hint?: string};

function fillIn(written: string, contexts: Contexts, expand: (text: string) => string): Filled {
	const [access = '', ...calls] = written.split('|').map(part => part.trim());
	const [, context = '', name = ''] = /^(\w+)\.(.+)$/s.exec(access) ?? [];
	// A job's matrix is not known yet.
	if (context === 'matrix') return {ok: true, text: `$[[ ${written} ]]`};
	const values: InputValues | undefined =
		context === 'inputs' ? contexts.inputs : context === 'component' ? contexts.component : undefined;
	const found = values && valueAt(values, name);
	if (found === undefined) {
		const known = [...contexts.inputs.keys()].map(key => `inputs.${key}`).join(', ');
		return {ok: false, message: `there is no "${access}"`, ...(known !== '' && {hint: `there is ${known}`})};
	}

	const result = applyFunctions(found, calls, expand);
	if (!result.ok) return {ok: false, message: `"${written}": ${result.error}`};
	return {ok: true, text: typeof result.value === 'string' ? result.value : JSON.stringify(result.value)};
}

/** The value under a name, or a part of it: `items[0].port`. */
function valueAt(values: InputValues, name: string): unknown {
	if (values.has(name)) return values.get(name);
	const [root = '', ...path] = name.split(/\]?\.|\]?\[|\]$/).filter(part => part !== '');
	let value = values.get(root);
	for (const part of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
		value = (value as Readonly<Record<string, unknown>>)[part];
	}

	return value;
}

function mapOf(text: string, pieces: readonly Piece[]): MadeFrom {
	return {
		text,
		offset(offset, isEnd) {
			const piece = pieces.findLast(({start}) => (isEnd ? start < offset : start <= offset)) ?? pieces[0];
			if (!piece) return offset;
			if (piece.block !== undefined) return piece.from + (isEnd ? piece.block : 0);
			return piece.from + offset - piece.start;
		},
	};
}
