import {createHash} from 'node:crypto';
import {readdirSync, statSync, utimesSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import type {ElsewhereFile} from '../../../source/model/elsewhere-file.js';
import {openIncludes} from '../../../source/workspace/includes/open-includes.js';
import {commit, git, repository, temporaryFolder} from '../project.js';

const job = 'build: {script: make}\n';
const sha = `sha256-${createHash('sha256').update(job).digest('base64')}`;
let server: Server;
let url: string;
let isUp = true;

beforeAll(async () => {
	server = createServer((request, response) => {
		const answers: Readonly<Record<string, () => unknown>> = {
			'/ci.yml': () => response.end(job),
			'/moved.yml': () => response.writeHead(302, {location: '/ci.yml'}).end(),
			'/big.yml': () => response.end('x'.repeat(3_000_000)),
			'/templates/Jobs/Build.gitlab-ci.yml': () => response.end(job),
			'/silent.yml': () => response.writeHead(200).write('a'),
		};
		const answer = answers[request.url ?? ''];
		if (!isUp) request.socket.destroy();
		else if (answer) answer();
		else response.writeHead(404).end();
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
	server.closeAllConnections();
	server.close();
});

afterEach(() => {
	isUp = true;
	vi.unstubAllEnvs();
});

interface Place {
	readonly root?: string;
	readonly cacheFolder?: string;
	readonly limitMs?: number;
}

/** One attempt, as one command makes it. */
async function get(files: readonly ElsewhereFile[], place: Place = {}) {
	const includes = openIncludes({
		root: place.root ?? temporaryFolder(),
		cacheFolder: place.cacheFolder ?? temporaryFolder(),
		templates: `${url}/templates`,
		...(place.limitMs !== undefined && {limitMs: place.limitMs}),
	});
	const answers = await includes.fetch(files);
	await includes.close();
	return answers;
}

function makeOld(folder: string): void {
	for (const file of readdirSync(folder)) utimesSync(path.join(folder, file), new Date(1e12), new Date(1e12));
}

/** A project on a host `git.example.com`, whose address git is told to look for in a folder. */
function hosted(projects: Readonly<Record<string, Readonly<Record<string, string>>>>) {
	const folder = temporaryFolder();
	for (const [name, files] of Object.entries(projects)) repository(files, path.join(folder, `${name}.git`));
	vi.stubEnv('GIT_CONFIG_COUNT', '3');
	vi.stubEnv('GIT_CONFIG_KEY_0', `url.file://${folder}/.insteadOf`);
	vi.stubEnv('GIT_CONFIG_VALUE_0', 'https://git.example.com/');
	vi.stubEnv('GIT_CONFIG_KEY_1', 'uploadpack.allowAnySHA1InWant');
	vi.stubEnv('GIT_CONFIG_VALUE_1', 'true');
	vi.stubEnv('GIT_CONFIG_KEY_2', `url.file://${folder}/.insteadOf`);
	vi.stubEnv('GIT_CONFIG_VALUE_2', 'git@ssh.example.com:');
	const root = repository({file: 'x'});
	git(root, 'remote', 'add', 'origin', 'https://git.example.com/acme/shop.git');
	return {folder, root};
}

test('a URL is fetched, redirects are followed', async () => {
	const files = ['ci.yml', 'moved.yml'].map(name => ({kind: 'remote', url: `${url}/${name}`}) as const);
	expect(await get(files)).toEqual([{text: job}, {text: job}]);
});

test('a file of GitLab is fetched from where its templates are published', async () => {
	expect(await get([{kind: 'template', name: 'Jobs/Build.gitlab-ci.yml'}])).toEqual([{text: job}]);
});

test('what is not there, too big or not what was promised is not had, and why', async () => {
	const files: readonly ElsewhereFile[] = [
		{kind: 'remote', url: `${url}/none.yml`},
		{kind: 'remote', url: `${url}/big.yml`},
		{kind: 'remote', url: `${url}/ci.yml`, integrity: 'sha256-AAAA'},
	];
	const problems = (await get(files)).map(({problem}) => problem);
	expect(problems).toEqual([
		'the server answers 404 Not Found',
		'it is bigger than 2 MiB',
		`its content has the hash ${sha}, not that of "integrity"`,
	]);
	expect(await get([{kind: 'remote', url: `${url}/ci.yml`, integrity: sha}])).toEqual([{text: job}]);
});

test('a server that says nothing is not waited for long', async () => {
	const [answer] = await get([{kind: 'remote', url: `${url}/silent.yml`}], {limitMs: 300});
	expect(answer).toEqual({text: undefined, problem: 'the server does not answer in time'});
});

test('without a network the copy of an earlier time is taken, and told', async () => {
	const file = {kind: 'remote', url: `${url}/ci.yml`} as const;
	const cacheFolder = temporaryFolder();
	await get([file], {cacheFolder});
	isUp = false;
	expect(await get([file], {cacheFolder})).toEqual([{text: job}]);
	makeOld(cacheFolder);
	expect(await get([file], {cacheFolder})).toEqual([{text: job, problem: expect.any(String), copiedAt: 1e12}]);
	isUp = true;
	expect(await get([file], {cacheFolder})).toEqual([{text: job}]);
	expect(statSync(path.join(cacheFolder, readdirSync(cacheFolder)[0] ?? '')).mode & 0o077).toBe(0);
});

test('a file of another project comes from the host of the own remote, at a branch, a tag or a commit', async () => {
	const {folder, root} = hosted({'group/ci': {'build.yml': job}});
	const ci = path.join(folder, 'group/ci.git');
	const first = git(ci, 'rev-parse', 'HEAD');
	git(ci, 'tag', 'v1');
	commit(ci, {'build.yml': 'new: {script: make}\n'}, 'New');
	const file = (ref: string | undefined, name = 'build.yml') =>
		({kind: 'project', project: 'group/ci', ref, path: name}) as const;
	const answers = await get(
		[file(undefined), file('main'), file('v1'), file(first), file('gone'), file('main', 'x.yml')],
		{
			root,
		},
	);
	expect(answers.map(({text}) => text?.slice(0, 5))).toEqual([
		'new: ',
		'new: ',
		'build',
		'build',
		undefined,
		undefined,
	]);
	expect(answers[4]?.problem).toContain("couldn't find remote ref gone");
	expect(answers[5]?.problem).toBe('the project has no file x.yml');
});

test('a project that is not there is told in the words of git', async () => {
	const {root} = hosted({});
	const [answer] = await get([{kind: 'project', project: 'group/none', ref: undefined, path: 'a.yml'}], {root});
	expect(answer?.text).toBeUndefined();
	expect(answer?.problem).toContain('group/none.git');
});

test('over ssh too', async () => {
	const {root} = hosted({'group/ci': {'build.yml': job}});
	git(root, 'remote', 'set-url', 'origin', 'git@ssh.example.com:acme/shop.git');
	expect(await get([{kind: 'project', project: 'group/ci', ref: 'main', path: 'build.yml'}], {root})).toEqual([
		{text: job},
	]);
});

test('a component is looked for at its version', async () => {
	const {folder, root} = hosted({'group/ci': {'templates/build.yml': 'old: {script: make}\n'}});
	const ci = path.join(folder, 'group/ci.git');
	git(ci, 'tag', '1.2.9');
	commit(ci, {'templates/build.yml': job, 'templates/deep/template.yml': job}, 'New');
	git(ci, 'tag', '1.10.0');
	git(ci, 'tag', '2.0.0-rc');
	const file = (version: string, name = 'build', host = 'git.example.com') =>
		({kind: 'component', address: `${host}/group/ci/${name}`, version}) as const;
	const wanted = [
		file('~latest'),
		file('1'),
		file('1.2'),
		file('1.2.9'),
		file('main', 'deep'),
		file('main', 'build', 'localhost'),
	];
	const answers = await get(wanted, {root});
	expect(answers.map(({text}) => text?.slice(0, 3))).toEqual(['bui', 'bui', 'old', 'old', 'bui', 'bui']);
});

test('a repository without a remote knows no other projects', async () => {
	const [answer] = await get([{kind: 'project', project: 'group/ci', ref: undefined, path: 'a.yml'}], {
		root: repository({file: 'x'}),
	});
	expect(answer?.problem).toBe('this repository has no remote that would tell the host of other projects');
});

test('nothing is left of what was needed for the time being', async () => {
	const {root} = hosted({'group/ci': {'build.yml': job}});
	const cacheFolder = temporaryFolder();
	await get([{kind: 'project', project: 'group/ci', ref: 'main', path: 'build.yml'}], {root, cacheFolder});
	expect(readdirSync(cacheFolder)).toEqual([expect.stringMatching(/^[\da-f]{64}\.yml$/)]);
});
