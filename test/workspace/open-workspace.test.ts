import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {buffer} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {openWorkspace} from '../../source/workspace/open-workspace.js';
import {tarEntries} from '../../source/workspace/tar-entries.js';
import type {Workspace} from '../../source/workspace/workspace.js';
import {commit, git, repository, temporaryFolder, write} from './project.js';

test('takes the working tree as it is: changed and untracked files, no ignored and no deleted ones', async () => {
	const root = repository({'.gitignore': 'ignored\n*.log\n!kept.log\n', tracked: 'old', gone: 'x', 'folder/deep': 'd'});
	write(root, {
		tracked: 'new',
		ignored: 'x',
		'a.log': 'x',
		'kept.log': 'x',
		'folder/untracked': 'u',
		'.ci-tui/db.json': '{}',
	});
	rmSync(path.join(root, 'gone'));
	const workspace = await openWorkspace({root});
	expect(withoutGit(workspace)).toEqual(['.gitignore', 'folder/deep', 'folder/untracked', 'kept.log', 'tracked']);
	expect(await contentOf(workspace, 'tracked')).toBe('new');
});

test('names with spaces, quotes, newlines and other letters are taken', async () => {
	const names = ['a b', `it's "so"`, 'two\nlines', 'grüße', '-dash', 'x'.repeat(180)];
	const root = repository(Object.fromEntries(names.map(name => [name, name])));
	const workspace = await openWorkspace({root});
	expect(withoutGit(workspace)).toEqual([...names].sort());
	expect(await contentOf(workspace, 'two\nlines')).toBe('two\nlines');
});

test('a folder of a repository has its own files only, and no .git', async () => {
	const root = repository({'a/one': '1', 'b/two': '2'});
	const workspace = await openWorkspace({root: path.join(root, 'a')});
	expect(workspace.files).toEqual(['one']);
});

test('links and executable files stay what they are', async () => {
	const root = repository({file: 'x', 'run.sh': '#!/bin/sh\n'});
	chmodSync(path.join(root, 'run.sh'), 0o755);
	symlinkSync('file', path.join(root, 'link'));
	symlinkSync('/nowhere', path.join(root, 'broken'));
	const workspace = await openWorkspace({root});
	const modes = new Map<string, string>();
	for await (const {header} of tarEntries(workspace.tar())) {
		modes.set(header.name, `${header.type} ${header.mode.toString(8)} ${header.linkname ?? ''}`.trim());
	}

	expect(modes.get('file')).toBe('file 666');
	expect(modes.get('run.sh')).toBe('file 777');
	expect(modes.get('link')).toBe('symlink 777 file');
	expect(modes.get('broken')).toBe('symlink 777 /nowhere');

	const folder = temporaryFolder();
	await workspace.copyTo(folder);
	expect(readlinkSync(path.join(folder, 'link'))).toBe('file');
	expect(lstatSync(path.join(folder, 'run.sh')).mode & 0o777).toBe(0o755);
});

test('the tar has its names below a prefix, every folder before what is in it', async () => {
	const root = temporaryFolder();
	write(root, {'b/c/file': 'x', a: 'y'});
	const workspace = await openWorkspace({root});
	const names: string[] = [];
	for await (const {header} of tarEntries(workspace.tar('group/project/'))) {
		names.push(header.name);
	}

	expect(names).toEqual([
		'group/',
		'group/project/',
		'group/project/a',
		'group/project/b/',
		'group/project/b/c/',
		'group/project/b/c/file',
	]);
});

test('without git the .gitignore files say what is left out', async () => {
	const root = temporaryFolder();
	write(root, {
		'.gitignore': 'dist/\n*.tmp\n',
		'dist/out': 'x',
		'a.tmp': 'x',
		'src/a.tmp': 'x',
		'src/.gitignore': '!b.tmp\nlocal\n',
		'src/b.tmp': 'kept',
		'src/local': 'x',
		'src/main': 'x',
		local: 'kept',
		'.ci-tui/db.json': '{}',
	});
	const workspace = await openWorkspace({root});
	expect(workspace.files).toEqual(['.gitignore', 'local', 'src/.gitignore', 'src/b.tmp', 'src/main']);
});

test('a file bigger than memory should hold comes through whole', async () => {
	const root = temporaryFolder();
	const content = Buffer.alloc(3_000_001, 'abcdefg');
	writeFileSync(path.join(root, 'big'), content);
	const workspace = await openWorkspace({root});
	expect((await bufferOf(workspace, 'big'))?.equals(content)).toBe(true);
});

test('a file that is gone by the time it is read is left out', async () => {
	const root = temporaryFolder();
	write(root, {a: 'a', b: 'b'});
	const workspace = await openWorkspace({root});
	rmSync(path.join(root, 'a'));
	expect(await contentOf(workspace, 'a')).toBeUndefined();
	expect(await contentOf(workspace, 'b')).toBe('b');
});

test('git works in a copy of a repository', async () => {
	const root = repository({file: 'x'});
	git(root, 'tag', '-a', 'v1.2', '-m', 'v1.2');
	commit(root, {file: 'y'}, 'Second');
	const folder = await copyOf(await openWorkspace({root}));
	expect(git(folder, 'describe')).toMatch(/^v1\.2-1-g/);
	expect(git(folder, 'status', '--porcelain')).toBe('');
});

test('git works in a copy of a linked worktree', async () => {
	const root = repository({file: 'x'});
	const tree = path.join(temporaryFolder(), 'tree');
	git(root, 'worktree', 'add', '-q', '-b', 'feature', tree);
	commit(tree, {other: 'y'}, 'On the feature');
	const folder = await copyOf(await openWorkspace({root: tree}));
	rmSync(root, {recursive: true});
	expect(git(folder, 'log', '--format=%s', '-1')).toBe('On the feature');
	expect(git(folder, 'symbolic-ref', '--short', 'HEAD')).toBe('feature');
	expect(git(folder, 'status', '--porcelain')).toBe('');
});

test('a submodule that is checked out comes along with its files, one that is not as nothing', async () => {
	const library = repository({'lib.c': 'x'});
	const root = repository({main: 'x'});
	git(root, 'submodule', '--quiet', 'add', library, 'lib');
	git(root, 'submodule', '--quiet', 'add', library, 'absent');
	git(root, 'commit', '-q', '-m', 'With submodules');
	git(root, 'submodule', '--quiet', 'deinit', '-f', 'absent');
	write(root, {'lib/new.c': 'untracked'});
	const workspace = await openWorkspace({root});
	expect(withoutGit(workspace)).toEqual(['.gitmodules', 'lib/.git', 'lib/lib.c', 'lib/new.c', 'main']);
	const folder = await copyOf(workspace);
	expect(git(path.join(folder, 'lib'), 'status', '--porcelain')).toBe('?? new.c');
});

test('git works in a copy of a submodule', async () => {
	const library = repository({'lib.c': 'x'});
	const root = repository({main: 'x'});
	git(root, 'submodule', '--quiet', 'add', library, 'lib');
	const folder = await copyOf(await openWorkspace({root: path.join(root, 'lib')}));
	expect(git(folder, 'log', '--format=%s')).toBe('First');
	expect(git(folder, 'status', '--porcelain')).toBe('');
});

test('a repository without a commit is taken', async () => {
	const root = temporaryFolder();
	git(root, 'init', '-q');
	write(root, {file: 'x'});
	expect(withoutGit(await openWorkspace({root}))).toEqual(['file']);
});

test('a branch is checked out in a clone, without what is not committed, and the clone is removed', async () => {
	const root = repository({file: 'main'});
	git(root, 'checkout', '-q', '-b', 'feature/x');
	commit(root, {file: 'feature'}, 'Feature');
	git(root, 'checkout', '-q', 'main');
	write(root, {untracked: 'x'});
	const workspace = await openWorkspace({root, branch: 'feature/x'});
	expect(withoutGit(workspace)).toEqual(['file']);
	expect(await contentOf(workspace, 'file')).toBe('feature');
	expect(git(workspace.root, 'symbolic-ref', '--short', 'HEAD')).toBe('feature/x');
	await workspace.close();
	expect(existsSync(workspace.root)).toBe(false);
	expect(readFileSync(path.join(root, 'file'), 'utf8')).toBe('main');
});

test('exactly the commit asked for is checked out, by a part of its hash, also when no branch has it any more', async () => {
	const root = repository({file: 'one'});
	const lost = commit(root, {file: 'two'}, 'Second');
	git(root, 'reset', '-q', '--hard', 'HEAD^');
	commit(root, {file: 'three'}, 'Third');
	const workspace = await openWorkspace({root, commit: lost.slice(0, 10)});
	expect(git(workspace.root, 'rev-parse', 'HEAD')).toBe(lost);
	expect(await contentOf(workspace, 'file')).toBe('two');
	await workspace.close();
});

test('a repository is cloned from its address, with the branch that is its default', async () => {
	const origin = repository({file: 'x'});
	const workspace = await openWorkspace({root: temporaryFolder(), repo: `file://${origin}`});
	expect(await contentOf(workspace, 'file')).toBe('x');
	await workspace.close();
});

test('a tag can be given where a branch is asked for', async () => {
	const root = repository({file: 'one'});
	git(root, 'tag', 'v1');
	commit(root, {file: 'two'}, 'Second');
	const workspace = await openWorkspace({root, branch: 'v1'});
	expect(await contentOf(workspace, 'file')).toBe('one');
	await workspace.close();
});

test.each([
	[{branch: 'nope'}, 'BRANCH_UNKNOWN', /has no branch "nope"/],
	[{commit: 'abcdef0'}, 'COMMIT_UNKNOWN', /has no commit "abcdef0"/],
	[{repo: '/nowhere/at/all'}, 'REPO_UNREACHABLE', /cannot clone \/nowhere\/at\/all/],
] as const)('%j is a clear error', async (request, code, message) => {
	const root = repository({file: 'x'});
	const opened = openWorkspace({root, ...request});
	await expect(opened).rejects.toMatchObject({code, exitCode: 2, hint: expect.any(String)});
	await expect(opened).rejects.toThrow(message);
});

test('a password in an address is not repeated', async () => {
	const opened = openWorkspace({root: temporaryFolder(), repo: 'http://me:s3cret@127.0.0.1:1/x.git'});
	await expect(opened).rejects.toThrow('cannot clone http://127.0.0.1:1/x.git');
	await expect(opened).rejects.not.toThrow('s3cret');
});

test('a folder that is not there is a clear error', async () => {
	await expect(openWorkspace({root: '/nowhere/at/all'})).rejects.toMatchObject({code: 'FOLDER_MISSING', exitCode: 2});
});

test('a socket among the files is left out', async () => {
	const root = temporaryFolder();
	write(root, {file: 'x'});
	mkdirSync(path.join(root, 'empty'));
	const {createServer} = await import('node:net');
	const server = createServer().listen(path.join(root, 'socket'));
	await new Promise(resolve => server.once('listening', resolve));
	expect((await openWorkspace({root})).files).toEqual(['file']);
	server.close();
});

function withoutGit(workspace: Workspace): readonly string[] {
	return workspace.files.filter(name => !name.startsWith('.git/'));
}

async function copyOf(workspace: Workspace): Promise<string> {
	const folder = temporaryFolder();
	await workspace.copyTo(folder);
	return folder;
}

async function contentOf(workspace: Workspace, name: string): Promise<string | undefined> {
	return (await bufferOf(workspace, name))?.toString('utf8');
}

async function bufferOf(workspace: Workspace, name: string): Promise<Buffer | undefined> {
	for await (const {header, content} of tarEntries(workspace.tar())) {
		if (header.name === name) {
			return await buffer(content);
		}
	}

	return undefined;
}

test("git's addresses come without their passwords, and the user's own configuration keeps them", async () => {
	const root = repository({file: 'x'});
	const submodule = repository({inner: 'x'});
	git(root, 'submodule', '--quiet', 'add', submodule, 'module');
	for (const folder of [root, path.join(root, 'module')]) {
		git(folder, 'remote', 'add', 'other', 'https://ada:s3cret@example.com/group/project.git');
		git(folder, 'remote', 'set-url', '--push', 'other', 'https://s3cret@example.com/push.git');
		git(folder, 'config', 'http.https://example.com/.extraheader', 'AUTHORIZATION: basic s3cret');
		git(folder, 'config', 'url.https://oauth2:s3cret@example.com/.insteadOf', 'git@example.com:');
		git(folder, 'remote', 'add', 'ssh', 'ssh://git@example.com/group/project.git');
	}

	const own = readFileSync(path.join(root, '.git/config'), 'utf8');
	const workspace = await openWorkspace({root});
	const folder = temporaryFolder();
	await workspace.copyTo(folder);
	for (const place of ['.git/config', '.git/modules/module/config']) {
		expect(readFileSync(path.join(root, place), 'utf8')).toContain('s3cret');
		expect(await contentOf(workspace, place)).not.toContain('s3cret');
		expect(readFileSync(path.join(folder, place), 'utf8')).toBe(await contentOf(workspace, place));
	}

	expect(git(folder, 'remote', 'get-url', 'other')).toBe('https://example.com/group/project.git');
	expect(git(folder, 'remote', 'get-url', '--push', 'other')).toBe('https://example.com/push.git');
	expect(git(folder, 'remote', 'get-url', 'ssh')).toBe('ssh://git@example.com/group/project.git');
	expect(git(folder, 'config', 'url.https://example.com/.insteadOf')).toBe('git@example.com:');
	expect(readFileSync(path.join(root, '.git/config'), 'utf8')).toBe(own);
});

test('a configuration without passwords comes as it is, and a file of that name elsewhere too', async () => {
	const root = repository({config: 'password = mine\n', 'sub/config': 'http://a:b@c/\n'});
	const workspace = await openWorkspace({root});
	expect(await contentOf(workspace, '.git/config')).toBe(readFileSync(path.join(root, '.git/config'), 'utf8'));
	expect(await contentOf(workspace, 'config')).toBe('password = mine\n');
	expect(await contentOf(workspace, 'sub/config')).toBe('http://a:b@c/\n');
});
