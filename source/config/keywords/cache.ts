import type {CacheDefinition} from '../../model/definition.js';
import {bool, listOf, object, oneOf, oneOrMore, type Reading, type Shape, scalarText, text} from '../shape.js';
import type {ConfigNode} from '../yaml/node.js';

const keyFiles = object('cache:key', {files: listOf(text, 2), files_commits: listOf(text, 2), prefix: text});

const key: Shape<CacheDefinition['key']> = (node, reading) => {
	if (node.kind !== 'map') return checkKey(node, reading);
	const found = keyFiles(node, reading);
	const files = found?.files ?? found?.files_commits;
	if (files?.length === 0) reading.problems.error('CACHE_KEY', '"cache:key:files" names no file', node.place);
	if (found && !files) reading.problems.error('KEY_MISSING', '"cache:key" needs the key "files"', node.place);
	return files && {files, ...(found?.prefix !== undefined && {prefix: found.prefix})};
};

function checkKey(node: ConfigNode, reading: Reading): string | undefined {
	const value = scalarText(node, reading);
	if (value === undefined || (!/\/|%2f/i.test(value) && value !== '.' && value !== '..')) return value;
	const message = `"${value}" cannot be a cache key: it has a "/" or is "." or ".."`;
	reading.problems.error('CACHE_KEY', message, node.place, 'use "-" instead of "/"');
	return undefined;
}

const policy: Shape<string> = (node, reading) => {
	if (node.kind === 'scalar' && node.text.startsWith('$')) return node.text;
	return oneOf('pull-push', 'pull', 'push')(node, reading);
};

const keys = object('cache', {
	key,
	paths: listOf(text),
	untracked: bool,
	unprotect: bool,
	policy,
	when: oneOf('on_success', 'on_failure', 'always'),
	fallback_keys: listOf(text, 5),
});

/** `cache`: one or a list of at most four (GitLab's reference, "cache"). */
export const caches: Shape<readonly CacheDefinition[]> = (node, reading) => {
	if (node.kind === 'list' && node.items.length > 4) {
		reading.problems.error('TOO_MANY', `"cache" has ${node.items.length} items; GitLab allows 4`, node.place);
	}

	return oneOrMore<CacheDefinition>((item, inner) => {
		const found = keys(item, inner);
		return (
			found && {
				key: found.key ?? 'default',
				paths: found.paths ?? [],
				untracked: found.untracked ?? false,
				policy: found.policy ?? 'pull-push',
				when: found.when ?? 'on_success',
				fallbackKeys: found.fallback_keys ?? [],
				unprotect: found.unprotect ?? false,
			}
		);
	})(node, reading);
};
