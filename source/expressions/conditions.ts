import type {Context} from '../model/context.js';
import type {ChangesDefinition, ExistsDefinition, RuleDefinition} from '../model/definition.js';
import {isTruthful, type Variables} from './evaluate.js';
import type {Expression} from './expression.js';
import {MatchedFiles} from './matched-files.js';
import {parseExpression} from './parse.js';

type Expand = (text: string) => string;
const whole: Expand = text => text;

/** Decides conditions of rules; keeps what it has read, so that the same rule in a thousand jobs is read once. */
export class Conditions {
	readonly #context: Context;
	readonly #expressions = new Map<string, Expression | undefined>();
	readonly #matched = new Map<string, MatchedFiles>();
	/** What conditions asked for and nobody here could tell, in words. */
	readonly missing = new Set<string>();

	constructor(context: Context) {
		this.#context = context;
	}

	/** The first rule whose conditions all hold. `expand` fills variables into paths. */
	firstMatch(rules: readonly RuleDefinition[], variables: Variables, expand: Expand): RuleDefinition | undefined {
		return rules.find(
			rule =>
				(rule.if === undefined || this.holds(rule.if, variables)) &&
				(rule.changes === undefined || this.#isChanged(rule.changes, expand)) &&
				(rule.exists === undefined || this.#exists(rule.exists, expand)),
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

	/** True when a changed file matches one of these patterns, or when nobody knows what changed. */
	isChanged(globs: readonly string[]): boolean {
		const {changedFiles} = this.#context;
		return changedFiles === undefined || this.#filesIn('', changedFiles).match({paths: globs}, whole);
	}

	#isChanged(changes: ChangesDefinition, expand: Expand): boolean {
		const ref = changes.compareTo === undefined ? undefined : expand(changes.compareTo);
		const {changedFiles, changedSince} = this.#context;
		const files = ref === undefined ? changedFiles : changedSince?.(ref);
		if (ref !== undefined && files === undefined) {
			this.missing.add(`rules:changes:compare_to names "${ref}", which is no ref here: the rule matches`);
		}

		return files === undefined || this.#filesIn(`changed since ${ref ?? ''}`, files).match(changes, expand);
	}

	#exists(exists: ExistsDefinition, expandText: Expand): boolean {
		const expand = (text: string) => expandText(text).replace(/\/$/, '/**/*');
		const project = exists.project === undefined ? undefined : expandText(exists.project);
		const {projectPath, files, filesOf} = this.#context;
		if (project === undefined || (project === projectPath && exists.ref === undefined)) {
			return this.#filesIn('own', files).match(exists, expand);
		}

		const ref = exists.ref === undefined ? undefined : expandText(exists.ref);
		const found = filesOf?.(project, ref);
		if (found) return this.#filesIn(`${project}@${ref ?? ''}`, found).match(exists, expand);
		this.missing.add(
			`rules:exists asks for files of the project "${project}", which is not at hand: the rule does not match`,
		);
		return false;
	}

	#filesIn(name: string, files: readonly string[]): MatchedFiles {
		let matched = this.#matched.get(name);
		matched ??= new MatchedFiles(files);
		this.#matched.set(name, matched);
		return matched;
	}
}
