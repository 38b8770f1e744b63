import {type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar} from 'yaml';
import {CiError, type Position} from '../../errors.js';
import {didYouMean} from '../../model/nearest-name.js';
import {type GivenVariable, variableName} from './given-variable.js';

/**
 * A YAML map of names to values, or to maps with `value` (or `content`) and `masked`, `file`, `expand` (or `raw`) and
 * `environment`, or to lists of such maps, one an environment. Throws a CiError (exit code 2) with the place.
 */
export function readYamlVariables(text: string, file: string): readonly GivenVariable[] {
	return new Reader(text, file).read();
}

const keys = ['value', 'masked', 'file', 'expand', 'raw', 'environment'] as const;
type Key = (typeof keys)[number];

class Reader {
	readonly #lines = new LineCounter();
	readonly #document: Document;
	readonly #file: string;

	constructor(text: string, file: string) {
		this.#file = file;
		this.#document = parseDocument(text, {lineCounter: this.#lines, prettyErrors: false});
	}

	read(): readonly GivenVariable[] {
		const [error] = this.#document.errors;
		if (error) throw this.#wrong(error.message, error.pos[0], 'values with special characters go in quotes');
		const {contents} = this.#document;
		if (contents === null || (isScalar(contents) && contents.value === null)) return [];
		if (!isMap(contents)) throw this.#wrong('variables are a map of names to values', startOf(contents));
		return contents.items.flatMap(({key, value}) => {
			const name = isScalar(key) ? textOf(key) : '';
			if (!variableName.test(name)) {
				const hint = 'names have letters, digits and _ only, and begin with no digit';
				throw this.#wrong(`"${name}" is no name for a variable`, startOf(key), hint);
			}

			return this.#variables(name, this.#follow(value), this.#positionAt(startOf(key)));
		});
	}

	#variables(name: string, node: Node | undefined, position: Position): readonly GivenVariable[] {
		if (isSeq(node)) {
			return node.items.flatMap(item => this.#variables(name, this.#follow(item), this.#positionAt(startOf(item))));
		}

		const plain = {name, masked: false, file: false, raw: false, position};
		if (node === undefined || isScalar(node)) return [{...plain, value: node ? textOf(node) : ''}];
		if (!isMap(node)) throw this.#wrong(`"${name}" is neither a text nor a map with "value"`, startOf(node));
		const found = new Map<Key, Scalar>();
		for (const {key, value} of node.items) {
			const written = isScalar(key) ? textOf(key) : '';
			const known = keys.find(one => one === written);
			if (known === undefined) {
				const hint = didYouMean(written, keys) ?? `it may have ${keys.join(', ')}`;
				throw this.#wrong(`a variable has no key "${written}"`, startOf(key), hint);
			}

			const scalar = this.#follow(value);
			if (!isScalar(scalar)) throw this.#wrong(`"${known}" of "${name}" must be a single value`, startOf(value ?? key));
			found.set(known, scalar);
		}

		if (!found.has('value')) throw this.#wrong(`"${name}" has no "value"`, startOf(node), 'write value: …');
		const environment = found.get('environment');
		return [
			{
				...plain,
				value: textOf(found.get('value')),
				masked: this.#flag(found, 'masked', false),
				file: this.#flag(found, 'file', false),
				raw: this.#flag(found, 'raw', !this.#flag(found, 'expand', true)),
				...(environment && {environment: textOf(environment)}),
			},
		];
	}

	#flag(found: ReadonlyMap<Key, Scalar>, key: Key, otherwise: boolean): boolean {
		const scalar = found.get(key);
		if (scalar === undefined) return otherwise;
		if (typeof scalar.value === 'boolean') return scalar.value;
		throw this.#wrong(`"${key}" must be true or false`, startOf(scalar));
	}

	#follow(node: unknown): Node | undefined {
		if (isAlias(node)) return node.resolve(this.#document);
		return (node ?? undefined) as Node | undefined;
	}

	#positionAt(offset: number): Position {
		const {line, col} = this.#lines.linePos(offset);
		return {file: this.#file, line: Math.max(1, line), column: Math.max(1, col)};
	}

	/** Never quotes a value: it may be a secret. */
	#wrong(message: string, offset: number, hint?: string): CiError {
		return new CiError('VARIABLES_INVALID', message, {hint, position: this.#positionAt(offset), exitCode: 2});
	}
}

function startOf(node: unknown): number {
	return (node as {readonly range?: readonly number[] | null} | null)?.range?.[0] ?? 0;
}

/** Numbers, dates and booleans as they were written: `1.10` is not `1.1`. */
function textOf(scalar: Scalar | undefined): string {
	if (scalar === undefined || scalar.value === null) return '';
	return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
}
