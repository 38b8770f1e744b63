import {escapeTemplate} from './expand-variables.js';

/** A variable before its references are filled in. */
export interface Unexpanded {
	readonly value: string;
	/** False: the text stands for itself. */
	readonly expand: boolean;
	/** What the name meant before it was overridden: a variable that refers to itself means that. */
	readonly before?: Unexpanded;
}

/**
 * Fills variables into each other as GitLab does ("Use CI/CD variables in other variables"): `$X`, `${X}`, `%X%`, in
 * any order. The results are templates (see model/expand-variables): what is not known yet stays as `${X}`.
 */
export class Expansion {
	readonly #variables: ReadonlyMap<string, Unexpanded>;
	readonly #expanded = new Map<string, string>();
	/** Names of variables that refer to each other in a circle, when there is one. */
	cycle: readonly string[] | undefined;

	constructor(variables: ReadonlyMap<string, Unexpanded>) {
		this.#variables = variables;
	}

	/** All variables, expanded. */
	all(): Record<string, string> {
		const all: Record<string, string> = {};
		for (const name of this.#variables.keys()) all[name] = this.#valueOf(name, []) ?? '';
		return all;
	}

	/** A text with the variables filled in. */
	expand(text: string): string {
		return this.#fill(text, []);
	}

	#valueOf(name: string, above: readonly string[]): string | undefined {
		const known = this.#expanded.get(name);
		if (known !== undefined) return known;
		const variable = this.#variables.get(name);
		if (variable === undefined) return undefined;
		const value = this.#expandOne(name, variable, above);
		this.#expanded.set(name, value);
		return value;
	}

	#expandOne(name: string, {value, expand, before}: Unexpanded, above: readonly string[]): string {
		if (!expand) return escapeTemplate(value);
		if (!/[$%]/.test(value)) return value;
		const filled = this.#fill(value, [...above, name], before);
		// `${A_${B}}`: what the first look made may be a reference itself; GitLab Runner looks a second time.
		return nested.test(value) ? this.#fill(filled, [...above, name], before) : filled;
	}

	#fill(text: string, above: readonly string[], before?: Unexpanded): string {
		if (!/[$%]/.test(text)) return text;
		return text.replaceAll(reference, (whole, bare?: string, braced?: string, percent?: string) => {
			const name = bare ?? braced ?? percent;
			if (name === undefined) return whole;
			const value = name === above.at(-1) ? before && this.#expandOne(name, before, above) : this.#follow(name, above);
			return value ?? (percent === undefined ? `\${${name}}` : whole);
		});
	}

	#follow(name: string, above: readonly string[]): string | undefined {
		if (!above.includes(name)) return this.#valueOf(name, above);
		this.cycle ??= [...above.slice(above.indexOf(name)), name];
		return '';
	}
}

const nested = /\$\{[^}]*\$/;
const reference = /\$\$|%%|\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)\}|%([A-Za-z_]\w*)%/g;
