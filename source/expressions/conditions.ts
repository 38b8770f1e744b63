import type {Context} from '../model/context.js';
import type {RuleDefinition} from '../model/definition.js';
import {isTruthful, type Variables} from './evaluate.js';
import type {Expression} from './expression.js';
import {compileGlob, isGlob} from './glob.js';
import {parseExpression} from './parse.js';

/** Decides conditions of rules; keeps what it has read, so that the same rule in a thousand jobs is read once. */
export class Conditions {
	readonly #context: Context;
	readonly #expressions = new Map<string, Expression | undefined>();
	readonly #exists = new Map<string, boolean>();
	readonly #changed = new Map<string, boolean>();
	#files: ReadonlySet<string> | undefined;

	constructor(context: Context) {
		this.#context = context;
	}

	/** The first rule whose conditions all hold. `expand` fills variables into paths. */
	firstMatch(
		rules: readonly RuleDefinition[],
		variables: Variables,
		expand: (text: string) => string,
	): RuleDefinition | undefined {
		return rules.find(
			rule =>
				(rule.if === undefined || this.holds(rule.if, variables)) &&
				(rule.changes === undefined || this.isChanged(rule.changes.map(expand))) &&
				(rule.exists === undefined || this.exists(rule.exists.map(expand))),
		);
	}

	/** An expression that cannot be read does not hold. */
	holds(text: string, variables: Variables): boolean {
		if (!this.#expressions.has(text)) {
			const parsed = parseExpression(text);
			this.#expressions.set(text, parsed.ok ? parsed.value : undefined);
		}

		const expression = this.#expressions.get(text);
		return expression !== undefined && isTruthful(expression, variables);
	}

	/** True when a changed file matches, or when nobody knows what changed. */
	isChanged(globs: readonly string[]): boolean {
		const {changedFiles} = this.#context;
		return changedFiles === undefined || globs.some(glob => this.#matches(this.#changed, glob, changedFiles));
	}

	/** True when a file of the project matches. */
	exists(globs: readonly string[]): boolean {
		this.#files ??= new Set(this.#context.files);
		const files = this.#files;
		return globs.some(glob => {
			const path = glob.replace(/^\.?\/+/, '');
			return isGlob(path) ? this.#matches(this.#exists, path, this.#context.files) : files.has(path);
		});
	}

	#matches(known: Map<string, boolean>, glob: string, files: readonly string[]): boolean {
		let found = known.get(glob);
		if (found === undefined) {
			const pattern = compileGlob(glob);
			found = files.some(file => pattern.test(file));
			known.set(glob, found);
		}

		return found;
	}
}
