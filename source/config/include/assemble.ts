import type {Position} from '../../errors.js';
import {Conditions} from '../../expressions/conditions.js';
import type {Variables} from '../../expressions/evaluate.js';
import {pipelineVariables} from '../../expressions/predefined-variables.js';
import type {Context} from '../../model/context.js';
import type {FileSource} from '../file-source.js';
import type {GivenInputs} from '../inputs/input-values.js';
import {interpolate} from '../inputs/interpolate.js';
import {mergeMaps} from '../merge.js';
import {type Problems, startOf} from '../problems.js';
import {type ConfigNode, childOf, type Entry, isNull, type MapNode, mapNode} from '../yaml/node.js';
import {readYaml} from '../yaml/read-yaml.js';
import {positionOf, SourceFile} from '../yaml/source-file.js';
import {includeInputs} from './include-inputs.js';
import {type IncludeItem, readIncludes} from './include-item.js';
import {locate, missingInWords, type Surroundings} from './locate.js';
import {localFile, type Origin, type Wanted} from './origin.js';

/** GitLab's limit on includes of a pipeline, nested ones counted. */
const maxIncludes = 150;

/** A pipeline put together from its files, and whether all of them were there. */
export interface Assembled {
	readonly root: MapNode | undefined;
	readonly complete: boolean;
	readonly sources: ReadonlyMap<string, string>;
}

/** Reads a file and all it includes: what is included comes first, what includes it is merged over it. */
export function assemble(files: FileSource, file: string, context: Context, problems: Problems): Assembled {
	const assembler = new Assembler(files, context, problems);
	const root = assembler.readMain(file);
	return {root, complete: assembler.complete, sources: assembler.sources};
}

/** One file that is being read, and the names of those it was included from. */
interface Including {
	readonly origin: Origin;
	readonly chain: readonly string[];
}

class Assembler {
	complete = true;
	readonly sources = new Map<string, string>();
	readonly #files: FileSource;
	readonly #problems: Problems;
	readonly #conditions: Conditions;
	readonly #surroundings: Surroundings;
	/** Predefined, and over them what the user gave. */
	readonly #variables: Variables;
	readonly #given: Readonly<Record<string, string>>;
	#count = 0;

	constructor(files: FileSource, context: Context, problems: Problems) {
		this.#files = files;
		this.#problems = problems;
		this.#conditions = new Conditions(context);
		this.#surroundings = {files, problems, ownProject: context.projectPath};
		this.#variables = new Map(Object.entries({...pipelineVariables(context), ...context.variables}));
		this.#given = context.variables;
	}

	readMain(path: string): MapNode | undefined {
		const wanted = localFile(path);
		const text = wanted.read(this.#files);
		if (text !== undefined) return this.#read(wanted, text, [], {values: new Map(), place: undefined}, []);
		const message = `there is no file "${path}"`;
		const hint = 'write one, or name another with --file';
		this.#problems.error('FILE_MISSING', message, startOf(new SourceFile(path, '')), hint);
		return undefined;
	}

	#read(
		wanted: Wanted,
		text: string,
		includedFrom: readonly Position[],
		inputs: GivenInputs,
		chain: readonly string[],
	): MapNode | undefined {
		const file = new SourceFile(wanted.name, text, includedFrom);
		this.sources.set(wanted.name, text);
		this.#problems.meet(file);
		const expand = (written: string) => expandPath(written, this.#variables);
		const more = (node: ConfigNode) => this.#headerInputs(node, wanted, expand);
		const filled = interpolate(file, inputs, wanted.component ?? new Map(), expand, this.#problems, more);
		const documents = filled && readYaml(filled, this.#problems);
		if (!documents) return this.#incomplete();
		const [content] = documents;
		if (!content || isNull(content)) {
			this.#problems.error('FILE_EMPTY', 'the file is empty', startOf(file), 'a pipeline needs one job at the least');
			return this.#incomplete();
		}

		if (content.kind === 'reference' && content.path.length === 0) return this.#incomplete();
		if (content.kind !== 'map') {
			this.#problems.error('TYPE_WRONG', 'a pipeline file must be a map of jobs and keywords', content.place);
			return this.#incomplete();
		}

		return this.#withIncludes(content, {origin: wanted.origin, chain: [...chain, wanted.name]});
	}

	#withIncludes(content: MapNode, including: Including): MapNode {
		const node = childOf(content, 'include');
		if (!node) return content;
		const entries = new Map<string, Entry>(content.entries);
		entries.delete('include');
		const own = mapNode(entries, content.place);
		if (isNull(node)) return own;
		const variables = this.#variablesFor(content);
		let merged: MapNode | undefined;
		for (const item of readIncludes(node, this.#problems)) {
			for (const included of this.#includeItem(item, including, variables)) {
				merged = merged ? mergeMaps(merged, included) : included;
			}
		}

		return merged ? mergeMaps(merged, own) : own;
	}

	#headerInputs(node: ConfigNode, wanted: Wanted, expand: (text: string) => string) {
		if (!wanted.component) return includeInputs(node, wanted.origin, this.#surroundings, expand);
		this.#problems.error('KEYS_CONFLICT', 'a component cannot use "spec:include"', node.place);
		return 'missing';
	}

	#includeItem(item: IncludeItem, including: Including, variables: Variables): readonly MapNode[] {
		const expand = (text: string) => expandPath(text, variables);
		if (item.rules) {
			const rule = this.#conditions.firstMatch(item.rules, variables, expand);
			if (!rule || rule.when === 'never') return [];
		}

		const found = locate(item, including.origin, this.#surroundings, expand);
		if (!found) this.#incomplete();
		return (found ?? []).flatMap(wanted => this.#include(item, wanted, including) ?? []);
	}

	#include(item: IncludeItem, wanted: Wanted, including: Including): MapNode | undefined {
		const {place} = item;
		if (including.chain.includes(wanted.name)) {
			const circle = [...including.chain.slice(including.chain.indexOf(wanted.name)), wanted.name].join(' → ');
			this.#problems.error('INCLUDE_CYCLE', `"include" goes in a circle: ${circle}`, place);
			return this.#incomplete();
		}

		this.#count++;
		if (this.#count > maxIncludes) {
			if (this.#count === maxIncludes + 1) {
				this.#problems.error('INCLUDES_TOO_MANY', `the pipeline includes more than ${maxIncludes} files`, place);
			}

			return this.#incomplete();
		}

		const text = wanted.read(this.#files);
		if (text === undefined) {
			const [message, hint] = missingInWords(item.target, wanted, this.#files);
			this.#problems.error('INCLUDE_MISSING', message, place, hint);
			return this.#incomplete();
		}

		const note = wanted.elsewhere && this.#files.noteOn?.(wanted.elsewhere);
		if (note !== undefined) this.#problems.warn('INCLUDE_COPY', `"${wanted.name}" ${note}`, place);
		const includedFrom = [...place.file.includedFrom, positionOf(place)];
		return this.#read(wanted, text, includedFrom, {values: item.inputs, place}, including.chain);
	}

	/** What an include may use: predefined variables, the file's own and, over all, what the user gave. */
	#variablesFor(content: MapNode): Variables {
		const variables = new Map(this.#variables);
		const own = childOf(content, 'variables');
		if (own?.kind === 'map') {
			for (const [name, {value}] of own.entries) {
				const node = value.kind === 'map' ? childOf(value, 'value') : value;
				if (node?.kind === 'scalar') variables.set(name, node.text);
			}
		}

		for (const [name, value] of Object.entries(this.#given)) variables.set(name, value);
		return variables;
	}

	#incomplete(): undefined {
		this.complete = false;
		return undefined;
	}
}

function expandPath(text: string, variables: Variables): string {
	return text.replaceAll(/\$(?:(\w+)|\{(\w+)\})/g, (_, bare?: string, braced?: string) => {
		return variables.get(bare ?? braced ?? '') ?? '';
	});
}
