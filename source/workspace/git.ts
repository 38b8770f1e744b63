import {access} from 'node:fs/promises';
import path from 'node:path';
import {CiError} from '../errors.js';
import type {GitIdentity} from '../model/context.js';
import {askGit, askGitNow, splitZero} from './run-git.js';

const noCommit = '0'.repeat(40);

/** Who and where a folder's repository is; empty strings and `main` where there is no repository, no commit or no git. */
export async function readGitIdentity(root: string): Promise<GitIdentity> {
	const ask = (...args: readonly string[]) => askIfPossible(root, args);
	const format = ['%H', '%P', '%an <%ae>', '%cI', '%B'].join('%x00');
	const [commit, head, defaultBranch, userName, userEmail] = await Promise.all([
		ask('log', '-1', `--format=${format}`, '--no-show-signature'),
		ask('symbolic-ref', '--short', '-q', 'HEAD'),
		readDefaultBranch(root),
		ask('config', 'user.name'),
		ask('config', 'user.email'),
	]);
	const [commitHash = '', parents = '', author = '', timestamp = '', message = ''] = commit?.split('\0') ?? [];
	const tag = head === undefined && commitHash !== '' ? await readTag(root) : undefined;
	return {
		branch: head ?? (commitHash === '' ? defaultBranch : await branchAt(root, defaultBranch)),
		defaultBranch,
		...(tag === undefined ? {} : {tag}),
		commitHash,
		beforeHash: parents.split(' ')[0] || noCommit,
		message,
		author,
		timestamp,
		userName: userName ?? '',
		userEmail: userEmail ?? '',
	};
}

/** For what a pipeline runs: it decides which files count as changed. */
export interface PushedRef {
	readonly branch: string;
	readonly tag?: string | undefined;
	/** Of a merge request: the branch it goes to. */
	readonly target?: string | undefined;
}

/**
 * Files that a push of this branch would bring, uncommitted and untracked ones included, relative to `root`, sorted: what
 * differs from the branch as the remote has it, or, with nothing to push, what the last commit changed. Of a merge
 * request, what differs from where the branch left its target. Undefined, as in GitLab, for a tag and for a branch that
 * the remote does not have yet ("rules:changes" of the reference: then every rule matches).
 */
export async function changedFiles(root: string, pushed: PushedRef): Promise<string[] | undefined> {
	const base = pushed.tag === undefined ? await readBase(root, pushed) : undefined;
	const changed = base === undefined ? undefined : await changedFrom(root, base);
	if (pushed.target !== undefined || changed === undefined || changed.length > 0) {
		return changed;
	}

	const before = await askIfPossible(root, ['rev-parse', '--verify', '-q', 'HEAD^']);
	return before === undefined ? undefined : await changedFrom(root, before);
}

/** Answers, for any ref, the files that differ from where the two parted; undefined when there is no such ref. */
export function changedSince(root: string): (ref: string) => readonly string[] | undefined {
	return ref => {
		const base = [ref, `origin/${ref.replace(/^refs\/heads\//, '')}`]
			.map(candidate => askGitNow(root, ['merge-base', '--end-of-options', candidate, 'HEAD']))
			.find(found => found !== undefined);
		const changed = base && askGitNow(root, [...diff, base]);
		const untracked = askGitNow(root, untrackedFiles);
		return changed === undefined ? undefined : [...new Set(splitZero(changed + (untracked ?? '')))].sort();
	};
}

const diff = ['diff', '--name-only', '--no-renames', '--relative', '--ignore-submodules', '-z'];
const untrackedFiles = ['ls-files', '--others', '--exclude-standard', '-z'];

async function changedFrom(root: string, base: string): Promise<string[] | undefined> {
	const [changed, untracked] = await Promise.all([
		askIfPossible(root, [...diff, base]),
		askIfPossible(root, untrackedFiles),
	]);
	return changed === undefined ? undefined : [...new Set(splitZero(changed + (untracked ?? '')))].sort();
}

/** The address of `origin`, else of the first remote, without user and password; undefined when there is no remote. */
export async function remoteUrl(root: string): Promise<string | undefined> {
	const remotes = (await askIfPossible(root, ['remote']))?.split('\n') ?? [];
	const remote = remotes.includes('origin') ? 'origin' : remotes[0];
	const url = remote ? await askIfPossible(root, ['config', '--get', `remote.${remote}.url`]) : undefined;
	return url === undefined ? undefined : withoutCredentials(url);
}

/** Only `user:password@` of an http address is secret; the user of an ssh address is part of it. */
export function withoutCredentials(url: string): string {
	return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}

/** The nearest folder at or above `cwd` that has `file`, not above the repository; else the repository; else `cwd`. */
export async function findRoot(cwd: string, file: string): Promise<string> {
	const start = path.resolve(cwd);
	const top = await topLevel(start);
	for (let folder = start; ; folder = path.dirname(folder)) {
		if (await exists(path.join(folder, file))) {
			return folder;
		}

		if (folder === top || folder === path.dirname(folder) || top === undefined) {
			return top ?? start;
		}
	}
}

/** The repository's folder, or undefined outside of one (and where there is no git). */
export async function topLevel(folder: string): Promise<string | undefined> {
	const top = await askIfPossible(folder, ['rev-parse', '--show-cdup']);
	return top === undefined ? undefined : path.resolve(folder, top);
}

async function readDefaultBranch(root: string): Promise<string> {
	const remote = await askIfPossible(root, ['symbolic-ref', '--short', '-q', 'refs/remotes/origin/HEAD']);
	if (remote !== undefined) {
		return remote.replace(/^origin\//, '');
	}

	const names = await askIfPossible(root, [
		'for-each-ref',
		'--format=%(refname:short)',
		'refs/heads/main',
		'refs/heads/master',
	]);
	return names?.split('\n')[0] || (await askIfPossible(root, ['config', 'init.defaultBranch'])) || 'main';
}

async function readTag(root: string): Promise<string | undefined> {
	return await askIfPossible(root, ['describe', '--tags', '--exact-match', 'HEAD']);
}

/** A checked out commit has no branch of its own: one that has it at its tip lends its name. */
async function branchAt(root: string, defaultBranch: string): Promise<string> {
	const names = await askIfPossible(root, [
		'for-each-ref',
		'--points-at=HEAD',
		'--format=%(refname)',
		'refs/heads',
		'refs/remotes/origin',
	]);
	const candidates = (names?.split('\n') ?? [])
		.map(name => name.replace(/^refs\/(?:heads|remotes\/origin)\//, ''))
		.filter(name => name !== '' && name !== 'HEAD');
	return candidates.includes(defaultBranch) ? defaultBranch : (candidates[0] ?? defaultBranch);
}

async function readBase(root: string, {branch, target}: PushedRef): Promise<string | undefined> {
	if (target === undefined) {
		return await askIfPossible(root, ['rev-parse', '--verify', '-q', `refs/remotes/origin/${branch}`]);
	}

	for (const ref of [`refs/remotes/origin/${target}`, `refs/heads/${target}`]) {
		const base = await askIfPossible(root, ['merge-base', 'HEAD', ref]);
		if (base !== undefined) {
			return base;
		}
	}

	return undefined;
}

async function exists(file: string): Promise<boolean> {
	try {
		await access(file);
		return true;
	} catch {
		// Missing or not readable: both mean "not here".
		return false;
	}
}

/** A folder is usable without git; only what must have it says so. */
async function askIfPossible(root: string, args: readonly string[]): Promise<string | undefined> {
	try {
		return await askGit(root, ...args);
	} catch (error) {
		if (error instanceof CiError && error.code === 'GIT_MISSING') {
			return undefined;
		}

		throw error;
	}
}
