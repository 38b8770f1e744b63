import {lstat} from 'node:fs/promises';
import path from 'node:path';
import {topLevel} from './git.js';
import {withoutSecrets} from './git-config.js';
import {listGitFolder} from './git-folder.js';
import {runGit, splitZero} from './run-git.js';
import type {SourceFile} from './source-file.js';
import {walk, walkHonoringIgnore} from './walk.js';

/** The folder of our own state: never part of a workspace. */
const stateFolder = '.ci-tui';
const submoduleMode = '160000';

/**
 * The files of a working tree as it is: uncommitted and untracked ones too, ignored and deleted ones not, in the order of their
 * names. In a git repository git says what is ignored, elsewhere the `.gitignore` files do. No password of git's is in them.
 */
export async function listFiles(root: string): Promise<readonly SourceFile[]> {
	const top = await topLevel(root);
	const names = top === undefined ? await walkHonoringIgnore(root) : await listWorkTree(root);
	const files = names.filter(isWanted).map((name): SourceFile => ({name, source: path.join(root, name)}));
	const git = top === root ? await listGitFolder(path.join(root, '.git'), '.git') : [];
	const all = await Promise.all([...files, ...git].map(withoutSecrets));
	return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function listWorkTree(root: string): Promise<readonly string[]> {
	const [staged, deleted, others] = await Promise.all([
		list(root, '--stage'),
		list(root, '--deleted'),
		list(root, '--others', '--exclude-standard'),
	]);
	const names = new Set<string>();
	const folders = new Set<string>();
	for (const entry of staged) {
		const name = entry.slice(entry.indexOf('\t') + 1);
		(entry.startsWith(submoduleMode) ? folders : names).add(name);
	}

	for (const name of others) {
		if (name.endsWith('/')) {
			folders.add(name.slice(0, -1));
		} else {
			names.add(name);
		}
	}

	for (const name of deleted) {
		names.delete(name);
	}

	const nested = await Promise.all([...folders].map(folder => listNested(root, folder)));
	return [...names, ...nested.flat()];
}

/** A submodule, or a repository within the repository, is one entry to git: its own git knows its files. */
async function listNested(root: string, folder: string): Promise<readonly string[]> {
	const place = path.join(root, folder);
	const git = await lstat(path.join(place, '.git')).catch(() => undefined);
	if (git === undefined) {
		// Not checked out: an empty folder, as in a checkout of GitLab's without GIT_SUBMODULE_STRATEGY.
		return [];
	}

	const files = await listWorkTree(place);
	const own = git.isDirectory() ? (await walk(path.join(place, '.git'))).map(name => `.git/${name}`) : ['.git'];
	return [...files, ...own].map(name => `${folder}/${name}`);
}

async function list(root: string, ...args: readonly string[]): Promise<readonly string[]> {
	const {ok, stdout} = await runGit(root, ['ls-files', '-z', ...args], {timeout: 300_000});
	return ok ? splitZero(stdout) : [];
}

function isWanted(name: string): boolean {
	return name !== stateFolder && !name.startsWith(`${stateFolder}/`) && !name.includes(`/${stateFolder}/`);
}
