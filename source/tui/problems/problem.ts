import {type Link, linkIn} from './link.js';

/** What a line of a log tells of. */
export interface Problem {
	readonly severity: 'error' | 'warning';
	readonly link?: Link | undefined;
	/** Only a word says so, which may mean anything where nothing has failed. */
	readonly vague?: true;
}

/** Shapes that only tools print, and what they mean. Before words, which may mean anything. */
const shapes: readonly (readonly [RegExp, Problem['severity']])[] = [
	// tsc, gcc, clang, msvc, mypy, eslint --format unix, javac, kotlinc
	[/(?:^|[\s:)-])(?:fatal )?error(?: [A-Z]{1,4}\d+|\[E\d+\])?\s*:/u, 'error'],
	[/(?:^|[\s:)-])warning(?: [A-Z]{1,4}\d+|\[\w+\])?\s*:/u, 'warning'],
	// eslint and stylelint by default
	[/^\s+\d+:\d+\s+(?:error|✖)\s/u, 'error'],
	[/^\s+\d+:\d+\s+(?:warning|⚠)\s/u, 'warning'],
	// jest, vitest, mocha, ava, TAP
	[/^\s*(?:FAIL\b|●\s+\S|[✕✗✘×]\s|not ok\b)/u, 'error'],
	// pytest
	[/^E\s{2,}\S|^FAILED \S+::|^ERROR \S+\.py|^\S+\.py:\d+: \w*(?:Error|Exception|Failed)\b/u, 'error'],
	// go test, and what panics
	[/^\s*--- FAIL:|^FAIL\t|^panic: |panicked at /u, 'error'],
	// rustc
	[/^error(?:\[E\d+\])?: /u, 'error'],
	// npm, yarn, Java, Python, PHP, shells
	[/^npm (?:ERR!|error )|^(?:Uncaught |Unhandled )?\w*(?:Error|Exception): |^Traceback /u, 'error'],
	[/^npm (?:WARN|warn) |^\S*(?:Deprecation|User|Runtime|Future)Warning: /u, 'warning'],
	[
		/(?:command not found|No such file or directory|Permission denied|Segmentation fault|undefined reference)/u,
		'error',
	],
];

/** go vet and go test name a place and say nothing of an error. */
const goPlace = /^\s*(?:\.?\/?[\w./-]+\.go):\d+(?::\d+)?: \S/u;
const words = /\b(?:errors?|failed|failure|fatal|exception|panic)\b/iu;
const warningWords = /\b(?:warn(?:ing)?s?|deprecated)\b/iu;
const harmless = /\b(?:0 (?:errors?|failed|failures|warnings?)|no (?:errors?|warnings?|failures)|without errors?)\b/iu;

/** What a line, without its colours, tells of; undefined when it tells of no problem. */
export function problemIn(text: string): Problem | undefined {
	if (text.length > longest || harmless.test(text)) {
		return undefined;
	}

	const shape = shapes.find(([pattern]) => pattern.test(text));
	if (shape !== undefined) {
		return {severity: shape[1], link: linkIn(text)};
	}

	if (goPlace.test(text)) {
		return {severity: 'error', link: linkIn(text)};
	}

	return words.test(text)
		? {severity: 'error', link: linkIn(text), vague: true}
		: warningWords.test(text)
			? {severity: 'warning', link: linkIn(text)}
			: undefined;
}

/** Longer lines are data, and looking for problems in them would take long. */
const longest = 2000;

/** A line that is nothing but a file: eslint and others name it once, above its problems. */
const heading = /^(?:\/|\.{0,2}\/)?[\w@.+-]+(?:\/[\w@.+-]+)*\.[A-Za-z]\w{0,7}$/u;
const below = /^\s+(\d+):(\d+)\s/u;

/** Where the problem of one of these lines is: in the line, in the file named above it, or in the trace under it. */
export function placeOf(lines: readonly string[], index: number): Link | undefined {
	const text = lines[index] ?? '';
	const own = linkIn(text);
	if (own !== undefined) {
		return own;
	}

	const [, line, column] = below.exec(text) ?? [];
	if (line !== undefined) {
		const file = lines.slice(0, index).findLast(above => heading.test(above.trim()));
		return file === undefined ? undefined : {file: file.trim(), line: Number(line), column: Number(column)};
	}

	const trace = lines.slice(index + 1, index + 1 + traceLength).map(linkIn);
	return trace.find(link => link !== undefined && isOwn(link)) ?? trace.find(link => link !== undefined);
}

/** How far under an error its place is looked for. */
const traceLength = 30;

/** In the project, not in what it depends on. */
export function isOwn({file}: Link): boolean {
	return !/node_modules|site-packages|^\/usr\/|^node:|\/rustc\/|\.cargo|\/go\/pkg\//u.test(file);
}
