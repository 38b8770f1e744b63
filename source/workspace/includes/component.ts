/** The parts of `host/group/project/name`; `localhost` is the host of this repository's own remote. */
export function componentAddress(address: string): {
	readonly host: string | undefined;
	readonly project: string;
	readonly name: string;
} {
	const [host = '', ...parts] = address.split('/');
	return {
		host: host === 'localhost' ? undefined : host,
		project: parts.slice(0, -1).join('/'),
		name: parts.at(-1) ?? '',
	};
}

/** Where a component's file may be in its project. */
export function componentFiles(name: string): readonly string[] {
	return [`templates/${name}.yml`, `templates/${name}/template.yml`];
}

/**
 * The tag that a component's version means: `~latest` the newest release, `1` and `1.2` the newest of them (GitLab's
 * "Component versions"). Undefined when it is no such version, or none matches: then it is a tag, a branch or a hash.
 */
export function tagOfVersion(version: string, tags: readonly string[]): string | undefined {
	if (version !== '~latest' && !/^\d+(?:\.\d+)?$/.test(version)) return undefined;
	const releases = tags.filter(tag => /^v?\d+\.\d+\.\d+$/.test(tag));
	const wanted = version === '~latest' ? releases : releases.filter(tag => `${bare(tag)}.`.startsWith(`${version}.`));
	return wanted.sort(byVersion).at(-1);
}

function byVersion(a: string, b: string): number {
	const [left, right] = [numbersOf(a), numbersOf(b)];
	for (const [index, number] of left.entries()) {
		const difference = number - (right[index] ?? 0);
		if (difference !== 0) return difference;
	}

	return 0;
}

function numbersOf(tag: string): readonly number[] {
	return bare(tag).split('.').map(Number);
}

function bare(tag: string): string {
	return tag.replace(/^v/, '');
}
