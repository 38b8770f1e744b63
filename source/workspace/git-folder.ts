import {lstat, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {SourceFile} from './source-file.js';
import {walk} from './walk.js';

/**
 * The files of a repository's `.git`, so that `git log` and `git describe` work inside a job. The `.git` of a linked worktree or of a
 * submodule is a file that points elsewhere: what it stands for is put together into one folder again.
 */
export async function listGitFolder(place: string, name: string): Promise<readonly SourceFile[]> {
	const stats = await lstat(place).catch(() => undefined);
	if (stats === undefined) {
		return [];
	}

	if (stats.isDirectory()) {
		return await listFolder(place, name);
	}

	const own = await pointedTo(place, /^gitdir: (.+)$/m);
	if (own === undefined) {
		return [];
	}

	const common = await pointedTo(path.join(own, 'commondir'), /^(.+)$/m);
	const files = new Map<string, SourceFile>();
	for (const file of common === undefined ? [] : await listFolder(common, name)) {
		files.set(file.name, file);
	}

	for (const file of await listFolder(own, name)) {
		files.set(file.name, file);
	}

	return await Promise.all([...files.values()].filter(file => !isPointer(file, name)).map(withoutWorkTree));
}

async function listFolder(folder: string, name: string): Promise<readonly SourceFile[]> {
	const names = await walk(folder);
	return names
		.filter(inner => !inner.endsWith('.lock') && !inner.startsWith('worktrees/'))
		.map(inner => ({name: `${name}/${inner}`, source: path.join(folder, inner)}));
}

async function pointedTo(file: string, pattern: RegExp): Promise<string | undefined> {
	const text = await readFile(file, 'utf8').catch(() => '');
	const target = pattern.exec(text)?.[1];
	return target === undefined ? undefined : path.resolve(path.dirname(file), target);
}

function isPointer(file: SourceFile, name: string): boolean {
	return file.name === `${name}/commondir` || file.name === `${name}/gitdir`;
}

/** A submodule's configuration names its work tree on this host, which a job does not have. */
async function withoutWorkTree(file: SourceFile): Promise<SourceFile> {
	if (path.basename(file.name) !== 'config' || path.dirname(file.name) !== '.git') {
		return file;
	}

	const text = await readFile(file.source, 'utf8');
	return {...file, content: Buffer.from(text.replaceAll(/^\s*worktree\s*=.*\n/gm, ''))};
}
