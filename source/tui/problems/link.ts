/** A place in a file that a line of a log names. `line` and `column` count from 1. */
export interface Link {
	readonly file: string;
	readonly line: number;
	readonly column?: number;
}

const file = String.raw`(?:[A-Za-z]:)?[\w@.+~/\\-]*[\w@+~-]\.[A-Za-z]\w{0,9}`;
const forms: readonly RegExp[] = [
	// File "app.py", line 12 (Python)
	/File "([^"]+)", line (\d+)()/u,
	// src/app.ts(12,5) (tsc, MSVC)
	new RegExp(String.raw`(?<![\w:/.-])(${file})\((\d+),(\d+)\)`, 'u'),
	// src/app.ts:12:5, src/app.go:12 (nearly everybody)
	new RegExp(String.raw`(?<![\w:/.@-])(${file}):(\d+)(?::(\d+))?(?![\w.])`, 'u'),
];

/** The first place in a file that a text names, as compilers, test runners and stack traces write them. */
export function linkIn(text: string): Link | undefined {
	for (const form of forms) {
		const [, name, line, column] = form.exec(text) ?? [];
		if (name !== undefined && line !== undefined && !isAddress(name)) {
			return {file: name, line: Number(line), ...(column ? {column: Number(column)} : {})};
		}
	}

	return undefined;
}

/** `localhost.localdomain:8080` and `//example.org:80` are no files. */
function isAddress(name: string): boolean {
	return name.startsWith('//') || /^(?:[\w-]+\.)+(?:com|org|net|io|dev|localdomain|local|internal)$/u.test(name);
}

/** The link as people write it: `src/app.ts:12:5`. */
export function linkText({file: name, line, column}: Link): string {
	return `${name}:${line}${column === undefined ? '' : `:${column}`}`;
}
