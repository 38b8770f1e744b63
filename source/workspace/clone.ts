import {rm} from 'node:fs/promises';
import path from 'node:path';
import {CiError} from '../errors.js';
import {withoutCredentials} from './git.js';
import {askGit, runGit} from './run-git.js';
import {makeTemporaryFolder} from './temporary-folder.js';

export interface CloneRequest {
	/** A URL or a local path. */
	readonly repo: string;
	readonly branch?: string | undefined;
	/** A hash, or anything git reads as a commit. */
	readonly commit?: string | undefined;
}

const hour = 3_600_000;

/**
 * Clones a repository into a temporary folder of its own, which the caller removes, with the branch or exactly the commit checked
 * out. Rejects with a CiError (exit code 2): `REPO_UNREACHABLE`, `BRANCH_UNKNOWN` or `COMMIT_UNKNOWN`.
 */
export async function clone(request: CloneRequest): Promise<string> {
	const folder = await makeTemporaryFolder('clone');
	try {
		await fetchAll(request, folder);
		await checkOut(request, folder);
		return folder;
	} catch (error) {
		await rm(folder, {recursive: true, force: true});
		throw error;
	}
}

async function fetchAll({repo}: CloneRequest, folder: string): Promise<void> {
	const args = ['clone', '--quiet', '--no-checkout', '--', repo, '.'];
	const {ok, stderr} = await runGit(folder, args, {timeout: hour});
	if (!ok) {
		throw new CiError('REPO_UNREACHABLE', `cannot clone ${withoutCredentials(repo)}: ${reasonOf(stderr, repo)}`, {
			hint: 'Check the address, and that `git clone` of it works here without asking for a password.',
			exitCode: 2,
		});
	}
}

async function checkOut(request: CloneRequest, folder: string): Promise<void> {
	const {branch, commit} = request;
	if (branch !== undefined && !(await switchTo(folder, branch, `refs/remotes/origin/${branch}`))) {
		if (!(await fetchBranch(request.repo, folder, branch))) {
			throw new CiError('BRANCH_UNKNOWN', `${withoutCredentials(request.repo)} has no branch "${branch}".`, {
				hint: await branchHint(folder),
				exitCode: 2,
			});
		}
	}

	if (commit !== undefined) {
		await checkOutCommit(request.repo, folder, commit);
	} else if (branch === undefined) {
		await runGit(folder, ['checkout', '--quiet'], {timeout: hour});
	}
}

async function switchTo(folder: string, branch: string, ref: string): Promise<boolean> {
	const {ok} = await runGit(folder, ['checkout', '--quiet', '-B', branch, ref, '--'], {timeout: hour});
	return ok;
}

/** A branch that the local repository itself only knows of its own remote, or a tag. */
async function fetchBranch(repo: string, folder: string, branch: string): Promise<boolean> {
	const tag = await runGit(folder, ['checkout', '--quiet', '--detach', `refs/tags/${branch}`, '--'], {timeout: hour});
	if (tag.ok) {
		return true;
	}

	const remote = await runGit(folder, ['fetch', '--quiet', '--', repo, `refs/remotes/origin/${branch}`], {
		timeout: hour,
	});
	return remote.ok && (await switchTo(folder, branch, 'FETCH_HEAD'));
}

async function checkOutCommit(repo: string, folder: string, commit: string): Promise<void> {
	const checkout = async () => await runGit(folder, ['checkout', '--quiet', '--detach', commit, '--'], {timeout: hour});
	if ((await checkout()).ok) {
		return;
	}

	// It may be on no branch (an amended commit, a merge request): asked for by its hash, most servers give it.
	const anyCommit = path.isAbsolute(repo)
		? ['--upload-pack=git -c uploadpack.allowAnySHA1InWant=true upload-pack']
		: [];
	await runGit(folder, ['fetch', '--quiet', ...anyCommit, '--', repo, await fullHash(repo, commit)], {timeout: hour});
	if (!(await checkout()).ok) {
		throw new CiError('COMMIT_UNKNOWN', `${withoutCredentials(repo)} has no commit "${commit}".`, {
			hint: 'Give a full hash, or the beginning of one that is unique in the repository.',
			exitCode: 2,
		});
	}
}

/** Only a whole hash can be fetched; a local repository can say which one is meant. */
async function fullHash(repo: string, commit: string): Promise<string> {
	const local = path.isAbsolute(repo)
		? await askGit(repo, 'rev-parse', '--verify', '-q', `${commit}^{commit}`)
		: undefined;
	return local ?? commit;
}

async function branchHint(folder: string): Promise<string> {
	const names = await askGit(
		folder,
		'for-each-ref',
		'--format=%(refname:lstrip=3)',
		'--count=20',
		'refs/remotes/origin',
	);
	const branches = names?.split('\n').filter(name => name !== 'HEAD' && name !== '') ?? [];
	return branches.length === 0 ? 'It has no branches yet.' : `It has ${branches.join(', ')}.`;
}

/** The line in which git says why, without its `fatal:` and without a password that the address may hold. */
function reasonOf(stderr: string, repo: string): string {
	const lines = stderr.split('\n').filter(line => line.trim() !== '');
	const fatal = lines.find(line => line.startsWith('fatal:')) ?? lines[0] ?? 'git gives no reason';
	return fatal.replace(/^fatal: /, '').replaceAll(repo, withoutCredentials(repo));
}
