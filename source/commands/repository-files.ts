import {readdirSync, readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import type {FileSource} from '../config/file-source.js';
import type {ElsewhereFile} from '../model/elsewhere-file.js';

/**
 * Reads pipeline files from a repository's folder, and those of other projects from the checkouts that `includeMap`
 * (`GROUP/PROJECT` → folder) names. A path that leaves its folder, by `..` or through a link, reads as missing.
 */
export function repositoryFiles(
	root: string,
	files: readonly string[],
	includeMap: Readonly<Record<string, string>> = {},
): FileSource {
	return {
		read: file => readInside(root, file),
		list: () => files,
		readElsewhere: file => readMapped(file, includeMap),
	};
}

/** Every file of a checkout, relative to it; undefined when there is no such folder. */
export function filesOfFolder(folder: string | undefined): readonly string[] | undefined {
	if (folder === undefined) return undefined;
	try {
		return readdirSync(folder, {recursive: true, withFileTypes: true})
			.filter(entry => entry.isFile())
			.map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
			.filter(file => !file.startsWith('.git/'));
	} catch {
		// Missing, or not readable: for the language both are "not at hand".
		return undefined;
	}
}

function readMapped(file: ElsewhereFile, includeMap: Readonly<Record<string, string>>): string | undefined {
	if (file.kind === 'project') {
		const folder = includeMap[file.project];
		return folder === undefined ? undefined : readInside(folder, file.path);
	}

	return file.kind === 'component' ? readComponent(file.address, includeMap) : undefined;
}

/** `host/group/project/name`: `templates/name.yml` or `templates/name/template.yml` of the project. */
function readComponent(address: string, includeMap: Readonly<Record<string, string>>): string | undefined {
	const parts = address.split('/');
	const name = parts.at(-1) ?? '';
	const folder = includeMap[parts.slice(1, -1).join('/')];
	return folder === undefined
		? undefined
		: (readInside(folder, `templates/${name}.yml`) ?? readInside(folder, `templates/${name}/template.yml`));
}

function readInside(folder: string, file: string): string | undefined {
	try {
		const root = realpathSync(folder);
		const real = realpathSync(path.join(root, file));
		return real.startsWith(root + path.sep) ? readFileSync(real, 'utf8') : undefined;
	} catch {
		// Missing, a folder, or not readable: for the language all of these are "not there".
		return undefined;
	}
}
