import {execFile} from 'node:child_process';
import {readFile, realpath} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import type {Entry} from './tar.js';

const run = promisify(execFile);

const common: readonly Entry[] = [
	...['dev', 'etc', 'proc', 'root', 'sys', 'usr', 'usr/bin', 'var'].map((path): Entry => ({kind: 'directory', path})),
	{kind: 'directory', path: 'tmp', mode: 0o1777},
	{kind: 'directory', path: 'home', mode: 0o755},
	{kind: 'directory', path: 'home/app', uid: 1000},
	{
		kind: 'file',
		path: 'etc/passwd',
		content: 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/home/app:/bin/sh\n',
	},
	{kind: 'file', path: 'etc/group', content: 'root:x:0:\napp:x:1000:\n'},
];

/** The files of an image with BusyBox and a link for each of its applets. */
export async function busyboxRoot(): Promise<readonly Entry[]> {
	const program = await busybox();
	const {stdout} = await run(program, ['--list']);
	const applets = stdout.split('\n').filter(applet => applet !== '' && applet !== 'busybox');
	return [
		...common,
		{kind: 'directory', path: 'bin'},
		{kind: 'file', path: 'bin/busybox', content: await readFile(program), mode: 0o755},
		...applets.map((applet): Entry => ({kind: 'link', path: `bin/${applet}`, target: 'busybox'})),
		{kind: 'link', path: 'usr/bin/env', target: '/bin/busybox'},
		{kind: 'file', path: 'bin/entrypoint', content: '#!/bin/sh\necho entrypoint ran\nexec "$@"\n', mode: 0o755},
	];
}

/** The file of an image in which `/true` can be run and no shell is. */
export async function noShellRoot(): Promise<readonly Entry[]> {
	return [{kind: 'file', path: 'true', content: await readFile(await busybox()), mode: 0o755}];
}

/** The files of an image in which `/httpd` can be run, with a page for it, and no shell is. */
export async function serverRoot(): Promise<readonly Entry[]> {
	return [
		{kind: 'file', path: 'httpd', content: await readFile(await busybox()), mode: 0o755},
		{kind: 'directory', path: 'www'},
		{kind: 'file', path: 'www/index.html', content: 'hello\n'},
	];
}

const tools = `
	awk base64 basename bash cat chmod chown cp cut date dd df diff dirname du echo env expr false find git grep gzip head
	id ln ls md5sum mkdir mkfifo mktemp mv nproc printf pwd readlink realpath rm rmdir sed seq sh sha256sum sleep sort stat
	sync tail tar tee test timeout touch tr true tty uname uniq wc whoami xargs yes
`
	.trim()
	.split(/\s+/);

/** The files of an image with bash, git and the usual tools: this machine's own programs and the libraries they load. */
export async function bashRoot(): Promise<readonly Entry[]> {
	const programs = await Promise.all(tools.map(async tool => [tool, await locate(tool)] as const));
	const libraries = new Set((await Promise.all(programs.map(([, file]) => librariesOf(file)))).flat());
	const files: Entry[] = [];
	for (const [tool, file] of programs) {
		files.push({kind: 'file', path: `usr/bin/${tool}`, content: await readFile(file), mode: 0o755});
	}

	for (const library of libraries) {
		files.push({kind: 'file', path: placeOf(library), content: await readFile(library), mode: 0o755});
	}

	return [
		...common,
		...foldersOf(files.map(file => file.path)),
		{kind: 'directory', path: 'usr/share/git-core/templates'},
		...['bin', 'lib', 'lib64'].map((path): Entry => ({kind: 'link', path, target: `usr/${path}`})),
		...files,
		{kind: 'link', path: 'usr/bin/git-upload-pack', target: 'git'},
		{kind: 'link', path: 'usr/bin/git-receive-pack', target: 'git'},
	];
}

async function busybox(): Promise<string> {
	const program = await locate('busybox');
	if ((await librariesOf(program)).length > 0) {
		throw new Error(`${program} is not a static program.`);
	}

	return program;
}

async function locate(tool: string): Promise<string> {
	for (const folder of ['/usr/bin', '/bin', '/usr/local/bin']) {
		try {
			return await realpath(join(folder, tool));
		} catch {
			// Not in this folder: the next one may have it.
		}
	}

	throw new Error(`This machine has no ${tool}.`);
}

/** Empty for a static program, at which `ldd` fails. */
async function librariesOf(program: string): Promise<readonly string[]> {
	try {
		const {stdout} = await run('ldd', [program]);
		return [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
	} catch {
		return [];
	}
}

function placeOf(library: string): string {
	return library.startsWith('/lib') ? `usr${library}` : library.slice(1);
}

function foldersOf(paths: readonly string[]): readonly Entry[] {
	const folders = new Set(['usr/lib', 'usr/lib64']);
	for (const path of paths) {
		for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
			folders.add(folder);
		}
	}

	return [...folders].sort().map((path): Entry => ({kind: 'directory', path}));
}
