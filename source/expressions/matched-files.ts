import {compileGlob, isGlob} from './glob.js';
import {compileRegex} from './regex/regex.js';

/** Patterns of `rules:changes` or `rules:exists`. */
export interface PathPatterns {
	readonly paths: readonly string[];
	readonly regexp?: string;
}

/** A list of files that patterns are looked for in; each pattern is looked for once, however many rules have it. */
export class MatchedFiles {
	readonly #files: readonly string[];
	readonly #known = new Map<string, boolean>();
	#names: ReadonlySet<string> | undefined;

	constructor(files: readonly string[]) {
		this.#files = files;
	}

	/** True when a file matches one of the patterns. `expand` fills variables in. */
	match({paths, regexp}: PathPatterns, expand: (text: string) => string): boolean {
		if (regexp !== undefined) return this.#hasRegexp(expand(regexp));
		return paths.some(path => this.#hasPath(expand(path)));
	}

	#hasPath(path: string): boolean {
		if (isGlob(path)) return this.#remember(path, () => compileGlob(path));
		this.#names ??= new Set(this.#files);
		return this.#names.has(path);
	}

	/** One that cannot be read matches nothing: it has been told already, unless it is made of variables. */
	#hasRegexp(source: string): boolean {
		return this.#remember(`/${source}`, () => {
			const compiled = compileRegex(source);
			return compiled.ok ? compiled.value : {test: () => false};
		});
	}

	#remember(name: string, compile: () => {test(path: string): boolean}): boolean {
		let found = this.#known.get(name);
		if (found === undefined) {
			const pattern = compile();
			found = this.#files.some(file => pattern.test(file));
			this.#known.set(name, found);
		}

		return found;
	}
}
