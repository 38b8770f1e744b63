import {compileRegex, type Regex} from '../../expressions/regex/regex.js';
import {didYouMean} from '../../model/nearest-name.js';
import type {FileSource} from '../file-source.js';
import type {Problems} from '../problems.js';
import type {IncludeItem, IncludeTarget} from './include-item.js';
import {
	componentFile,
	elsewhereFile,
	localFile,
	normalizePath,
	type Origin,
	projectFile,
	type Wanted,
} from './origin.js';

/** What is known where includes are located. */
export interface Surroundings {
	readonly files: FileSource;
	readonly problems: Problems;
	/** `group/project`: its own files are at hand. */
	readonly ownProject: string;
}

/**
 * Which files an include stands for, when it is written in a file of `origin`: undefined after an error, none when a
 * wildcard matches none. `expand` fills variables in.
 */
export function locate(
	{target, place}: IncludeItem,
	origin: Origin,
	{files, problems, ownProject}: Surroundings,
	expand: (text: string) => string,
): readonly Wanted[] | undefined {
	const odd = pathsOf(target)
		.map(expand)
		.find(path => !path.includes('*') && !/\.ya?ml$/i.test(path));
	if (odd !== undefined) {
		problems.error('INCLUDE_NOT_YAML', `"${odd}" is no YAML file`, place, 'its name must end with .yml or .yaml');
		return undefined;
	}

	const found = wantedOf(target, origin, files, ownProject, expand);
	if (found.length === 0 && target.kind === 'local') {
		const message = `no file of the repository matches "${expand(target.path)}": nothing is included`;
		problems.warn('INCLUDE_NOTHING', message, place);
	}

	return found;
}

/** The missing piece in words with the reason, where it is known, and what to do about it. */
export function missingInWords(
	target: IncludeTarget,
	wanted: Wanted,
	files: FileSource,
): readonly [string, string | undefined] {
	const [message, hint] = missingPiece(target, wanted, files);
	const note = wanted.elsewhere && files.noteOn?.(wanted.elsewhere);
	return [note === undefined ? message : `${message}: ${note}`, hint];
}

function missingPiece(target: IncludeTarget, wanted: Wanted, files: FileSource): readonly [string, string | undefined] {
	switch (target.kind) {
		case 'local': {
			const {origin} = wanted;
			if (origin.kind === 'project') return missingProject(origin.project, wanted.name);
			return [`the file "${wanted.name}" does not exist`, didYouMean(wanted.name, files.list())];
		}

		case 'project': {
			const project = wanted.origin.kind === 'project' ? wanted.origin.project : target.project;
			return missingProject(project, wanted.name);
		}

		case 'remote': {
			return [`the file at ${wanted.name} is not at hand`, 'download it and include it with "local"'];
		}

		case 'template': {
			return [`the template "${wanted.name}" of GitLab is not at hand`, 'copy it and include it with "local"'];
		}

		default: {
			if (wanted.origin.kind !== 'project')
				return [`the component "${wanted.name}" has no file in "templates"`, undefined];
			const {project} = wanted.origin;
			const hint = `clone ${project} and say where it is: --include-map ${project}=PATH`;
			return [`the component "${wanted.name}" is not at hand`, hint];
		}
	}
}

/** The paths whose names must be those of YAML files. */
function pathsOf(target: IncludeTarget): readonly string[] {
	if (target.kind === 'local') return [target.path];
	return target.kind === 'project' ? target.paths : [];
}

function missingProject(project: string, name: string): readonly [string, string] {
	const file = name.slice(name.indexOf(':') + 1);
	const hint = `clone it and say where it is: --include-map ${project}=PATH`;
	return [`the file "${file}" of the project "${project}" is not at hand`, hint];
}

function wantedOf(
	target: IncludeTarget,
	origin: Origin,
	files: FileSource,
	ownProject: string,
	expand: (text: string) => string,
): readonly Wanted[] {
	switch (target.kind) {
		case 'local': {
			return localFiles(expand(target.path), origin, files);
		}

		case 'project': {
			const ref = target.ref === undefined ? undefined : expand(target.ref);
			const project = expand(target.project);
			const isOwn = project === ownProject && ref === undefined;
			return target.paths.map(path => {
				const trimmed = trimSlashes(expand(path));
				return isOwn ? localFile(trimmed) : projectFile(project, ref, trimmed);
			});
		}

		case 'remote': {
			const url = expand(target.url);
			const {integrity} = target;
			return [elsewhereFile(url, {kind: 'remote', url, ...(integrity !== undefined && {integrity})})];
		}

		case 'template': {
			const name = expand(target.name);
			return [elsewhereFile(name, {kind: 'template', name})];
		}

		default: {
			return [componentFile(expand(target.address), ownProject)];
		}
	}
}

function localFiles(written: string, origin: Origin, files: FileSource): readonly Wanted[] {
	const path = normalizePath(written) ?? trimSlashes(written);
	if (origin.kind === 'project') return [projectFile(origin.project, origin.ref, path)];
	if (!path.includes('*')) return [localFile(path)];
	const pattern = wildcard(path);
	const matching = files.list().filter(file => /\.ya?ml$/.test(file) && pattern.test(file));
	return [...matching].sort().map(file => localFile(file));
}

/** Two stars are anything, one is anything but a slash; the rest is what it is (GitLab's "include:local", wildcards). */
function wildcard(path: string): Pick<Regex, 'test'> {
	const source = path
		.split(/(\*+)/)
		.map(part =>
			part.startsWith('**') ? '.*' : part === '*' ? '[^/]*' : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
		)
		.join('');
	// Not the host's own: a hostile pattern must cost no more than a long one.
	const compiled = compileRegex(`^${source}$`, 's');
	return compiled.ok ? compiled.value : {test: file => file === path};
}

function trimSlashes(path: string): string {
	return path.replace(/^\/+/, '');
}
