import path from 'node:path';
import {expect, test} from 'vitest';
import {
	changedFiles,
	changedSince,
	findRoot,
	readGitIdentity,
	remoteUrl,
	withoutCredentials,
} from '../../source/workspace/git.js';
import {commit, git, repository, temporaryFolder, write} from './project.js';

test('a commit is identified by who made it, when, on which branch, and what came before', async () => {
	const root = repository({file: 'x'});
	const first = git(root, 'rev-parse', 'HEAD');
	const second = commit(root, {file: 'y'}, 'Second: a title\n\nand a body');
	git(root, 'config', 'user.name', 'Me');
	git(root, 'config', 'user.email', 'me@example.com');
	expect(await readGitIdentity(root)).toEqual({
		branch: 'main',
		defaultBranch: 'main',
		commitHash: second,
		beforeHash: first,
		message: 'Second: a title\n\nand a body\n',
		author: 'Ada <ada@example.com>',
		timestamp: '2026-01-02T03:04:05+00:00',
		userName: 'Me',
		userEmail: 'me@example.com',
	});
});

test('the first commit has 40 zeros before it', async () => {
	expect((await readGitIdentity(repository({file: 'x'}))).beforeHash).toBe('0'.repeat(40));
});

test('a folder without a repository has empty texts and main', async () => {
	expect(await readGitIdentity(temporaryFolder())).toMatchObject({
		branch: 'main',
		defaultBranch: 'main',
		commitHash: '',
	});
});

test('a commit that is checked out by a tag has that tag', async () => {
	const root = repository({file: 'x'});
	git(root, 'tag', 'v1.0');
	expect((await readGitIdentity(root)).tag).toBeUndefined();
	commit(root, {file: 'y'}, 'Second');
	git(root, 'checkout', '-q', 'v1.0');
	expect(await readGitIdentity(root)).toMatchObject({tag: 'v1.0', branch: 'main'});
});

test('a commit that is checked out takes the name of a branch that ends with it', async () => {
	const root = repository({file: 'x'});
	git(root, 'checkout', '-q', '-b', 'feature/one');
	commit(root, {file: 'y'}, 'Second');
	git(root, 'checkout', '-q', '--detach');
	expect((await readGitIdentity(root)).branch).toBe('feature/one');
});

test('the default branch is the one the remote says', async () => {
	const origin = repository({file: 'x'});
	git(origin, 'branch', '-m', 'trunk');
	const root = path.join(temporaryFolder(), 'clone');
	git(origin, 'clone', '-q', origin, root);
	git(root, 'checkout', '-q', '-b', 'feature');
	expect(await readGitIdentity(root)).toMatchObject({branch: 'feature', defaultBranch: 'trunk'});
});

test('what changed on a branch is counted from where it left the default branch, with what is not committed', async () => {
	const root = repository({a: '1', b: '1', c: '1', 'deep/d': '1'});
	git(root, 'checkout', '-q', '-b', 'feature');
	commit(root, {a: '2'}, 'On the feature');
	git(root, 'checkout', '-q', 'main');
	commit(root, {b: '2'}, 'On main');
	git(root, 'checkout', '-q', 'feature');
	write(root, {c: '2', 'deep/new': 'x'});
	const toMain = {branch: 'feature', target: 'main'};
	expect(await changedFiles(root, toMain)).toEqual(['a', 'c', 'deep/new']);
	expect(await changedFiles(path.join(root, 'deep'), toMain)).toEqual(['new']);
});

test('of a branch that the remote has, what a push would bring, else what the last commit changed', async () => {
	const root = repository({a: '1', b: '1'});
	const pushed = commit(root, {b: '2'}, 'Second');
	git(root, 'update-ref', 'refs/remotes/origin/main', pushed);
	expect(await changedFiles(root, {branch: 'main'})).toEqual(['b']);
	write(root, {new: 'x'});
	expect(await changedFiles(root, {branch: 'main'})).toEqual(['new']);
	commit(root, {a: '2'}, 'Third');
	expect(await changedFiles(root, {branch: 'main'})).toEqual(['a', 'new']);
});

test('what changed is not known for a tag, a new branch, and without a repository', async () => {
	const root = repository({a: '1'});
	const second = commit(root, {a: '2'}, 'Second');
	expect(await changedFiles(root, {branch: 'main'})).toBeUndefined();
	git(root, 'update-ref', 'refs/remotes/origin/main', second);
	expect(await changedFiles(root, {branch: 'main', tag: 'v1'})).toBeUndefined();
	expect(await changedFiles(temporaryFolder(), {branch: 'main'})).toBeUndefined();
});

test('what changed since any ref is known, but not since one that is none', () => {
	const root = repository({a: '1', b: '1'});
	git(root, 'branch', 'old');
	commit(root, {b: '2'}, 'Second');
	write(root, {new: 'x'});
	expect(changedSince(root)('refs/heads/old')).toEqual(['b', 'new']);
	expect(changedSince(root)('HEAD^')).toEqual(['b', 'new']);
	expect(changedSince(root)('nowhere')).toBeUndefined();
	expect(changedSince(root)('--all')).toBeUndefined();
});

test('the remote is origin, else another, without a password', async () => {
	const root = repository({a: '1'});
	expect(await remoteUrl(root)).toBeUndefined();
	git(root, 'remote', 'add', 'other', 'git@example.com:group/other.git');
	expect(await remoteUrl(root)).toBe('git@example.com:group/other.git');
	git(root, 'remote', 'add', 'origin', 'https://me:s3cret@example.com/group/project.git');
	expect(await remoteUrl(root)).toBe('https://example.com/group/project.git');
});

test.each([
	['https://user@example.com/x', 'https://example.com/x'],
	['ssh://git@example.com/x', 'ssh://git@example.com/x'],
	['/a/path@with/at', '/a/path@with/at'],
])('%s without credentials is %s', (url, clean) => {
	expect(withoutCredentials(url)).toBe(clean);
});

test('the root is the nearest folder with the pipeline file, not above the repository', async () => {
	const outer = temporaryFolder();
	write(outer, {'.gitlab-ci.yml': 'x'});
	const root = repository({'sub/deep/file': 'x'}, path.join(outer, 'repository'));
	expect(await findRoot(path.join(root, 'sub/deep'), '.gitlab-ci.yml')).toBe(root);
	write(root, {'sub/.gitlab-ci.yml': 'x'});
	expect(await findRoot(path.join(root, 'sub/deep'), '.gitlab-ci.yml')).toBe(path.join(root, 'sub'));
});

test('without a repository the root is where one is', async () => {
	const folder = temporaryFolder();
	expect(await findRoot(folder, '.gitlab-ci.yml')).toBe(folder);
});
