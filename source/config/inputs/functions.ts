import type {Result} from '../../errors.js';

/** GitLab's limit on functions behind one input. */
const maxFunctions = 3;

/**
 * Runs a value through the functions behind its pipes (GitLab's "Functions" of CI/CD inputs): `expand_vars`,
 * `truncate(offset, length)`, `posix_escape`, `posix_quote`, `split('separator')`. The error is in words.
 */
export function applyFunctions(
	value: unknown,
	calls: readonly string[],
	expand: (text: string) => string,
): Result<unknown, string> {
	if (calls.length > maxFunctions) return {ok: false, error: `more than ${maxFunctions} functions`};
	let result = value;
	for (const call of calls) {
		const apply = functionFor(call, expand);
		if (!apply) return {ok: false, error: `there is no function "${call}"`};
		if (typeof result !== 'string') return {ok: false, error: `"${call}" takes a text only`};
		result = apply(result);
	}

	return {ok: true, value: result};
}

function functionFor(call: string, expand: (text: string) => string): ((text: string) => unknown) | undefined {
	if (call === 'expand_vars') return expand;
	if (call === 'posix_escape' || call === 'posix_quote') return escapeForShell;
	const truncate = /^truncate\(\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(call);
	if (truncate) {
		const offset = Number(truncate[1]);
		return text =>
			Array.from(text)
				.slice(offset, offset + Number(truncate[2]))
				.join('');
	}

	const separator = /^split\('([^']+)'\)$/.exec(call)?.[1];
	if (separator === undefined) return undefined;
	return text =>
		text
			.split(separator)
			.map(part => part.trim())
			.filter(part => part !== '');
}

/** As Ruby's Shellwords does it. */
function escapeForShell(text: string): string {
	if (text === '') return "''";
	return text.replaceAll(/[^A-Za-z0-9_\-.,:+/@\n]/g, String.raw`\$&`).replaceAll('\n', "'\n'");
}
