import type {ElsewhereFile, FileSource} from '../file-source.js';

/** Where a file was found: local includes in it are looked up in the same place. */
export type Origin =
	| {readonly kind: 'here'}
	| {readonly kind: 'project'; readonly project: string; readonly ref: string | undefined}
	/** Of a URL or a template: it has no neighbours. */
	| {readonly kind: 'alone'};

/** A file to be included: how users see its name, and how to read it. */
export interface Wanted {
	/** Shown in diagnostics, and tells two files apart. */
	readonly name: string;
	readonly origin: Origin;
	/** For a component, what `$[[ component.… ]]` says. */
	readonly component?: ReadonlyMap<string, string>;
	read(files: FileSource): string | undefined;
	/** What the file source calls it, for one that is outside of the repository. */
	readonly elsewhere?: ElsewhereFile;
}

export function localFile(path: string): Wanted {
	return {name: path, origin: {kind: 'here'}, read: files => files.read(path)};
}

export function projectFile(project: string, ref: string | undefined, path: string): Wanted {
	const version = ref === undefined ? '' : `@${ref}`;
	const elsewhere: ElsewhereFile = {kind: 'project', project, ref, path};
	return {
		name: `${project}${version}:${path}`,
		origin: {kind: 'project', project, ref},
		read: files => files.readElsewhere?.(elsewhere),
		elsewhere,
	};
}

export function elsewhereFile(name: string, file: ElsewhereFile): Wanted {
	return {name, origin: {kind: 'alone'}, read: files => files.readElsewhere?.(file), elsewhere: file};
}

/** A component's address is `host/group/project/name@version`; its file is one of two in the project's `templates`. */
export function componentFile(written: string, ownProject: string): Wanted {
	const at = written.lastIndexOf('@');
	const [address, ref] = at === -1 ? [written, undefined] : [written.slice(0, at), written.slice(at + 1)];
	const parts = address.split('/').slice(1);
	const name = parts.at(-1) ?? '';
	const project = parts.slice(0, -1).join('/');
	const paths = [`templates/${name}.yml`, `templates/${name}/template.yml`];
	const isOwn = project === ownProject;
	const elsewhere: ElsewhereFile = {kind: 'component', address, version: ref ?? ''};
	return {
		name: written,
		origin: isOwn ? {kind: 'here'} : {kind: 'project', project, ref},
		component: new Map([
			['name', name],
			['version', ref ?? ''],
			['sha', ref ?? ''],
			['reference', ref ?? ''],
		]),
		read: files => (isOwn ? firstOf(paths, path => files.read(path)) : files.readElsewhere?.(elsewhere)),
		...(!isOwn && {elsewhere}),
	};
}

/** A path relative to the root, without `.` and `..`; undefined when it leads out of the root. */
export function normalizePath(path: string): string | undefined {
	const parts: string[] = [];
	for (const part of path.split('/')) {
		if (part === '' || part === '.') continue;
		if (part !== '..') parts.push(part);
		else if (parts.pop() === undefined) return undefined;
	}

	return parts.join('/');
}

function firstOf<T>(paths: readonly string[], read: (path: string) => T | undefined): T | undefined {
	for (const path of paths) {
		const found = read(path);
		if (found !== undefined) return found;
	}

	return undefined;
}
