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
	read(files: FileSource): string | undefined;
}

export function localFile(path: string): Wanted {
	return {name: path, origin: {kind: 'here'}, read: files => files.read(path)};
}

export function projectFile(project: string, ref: string | undefined, path: string): Wanted {
	const version = ref === undefined ? '' : `@${ref}`;
	return {
		name: `${project}${version}:${path}`,
		origin: {kind: 'project', project, ref},
		read: files => files.readElsewhere?.({kind: 'project', project, ref, path}),
	};
}

export function elsewhereFile(name: string, file: ElsewhereFile): Wanted {
	return {name, origin: originOf(file), read: files => files.readElsewhere?.(file)};
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

function originOf(file: ElsewhereFile): Origin {
	if (file.kind !== 'component') return {kind: 'alone'};
	const [, ...path] = file.address.split('/');
	return {kind: 'project', project: path.slice(0, -1).join('/'), ref: file.version};
}
