import {mkdir, mkdtemp} from 'node:fs/promises';
import path from 'node:path';
import {askGit, runGit} from '../run-git.js';
import {CannotFetch} from './cannot-fetch.js';
import {tagOfVersion} from './component.js';
import {hostOf, publicAddress, serverOf} from './project-address.js';

export interface ProjectRead {
	/** Undefined: the host of the repository's own remote. */
	readonly host?: string | undefined;
	readonly project: string;
	/** A branch, a tag or a hash; undefined: the default branch. */
	readonly ref?: string | undefined;
	/** Of a component; instead of `ref`. */
	readonly version?: string;
	/** The first that is there is read. */
	readonly paths: readonly string[];
}

interface Address {
	readonly url: string;
	/** Of another host than the repository's own: it gets none of the user's credentials. */
	readonly isForeign: boolean;
}

interface Talk {
	readonly folder: string;
	readonly isForeign: boolean;
}

/**
 * Other projects as they are on their host: one commit of each is fetched, once, into a folder of its own, with git and
 * what it knows of the user's credentials, without a question to the user.
 */
export class ProjectSnapshots {
	readonly #root: string;
	readonly #folder: string;
	readonly #commits = new Map<string, Promise<string>>();
	readonly #folders: string[] = [];
	#server: Promise<string | undefined> | undefined;

	constructor(root: string, folder: string) {
		this.#root = root;
		this.#folder = folder;
	}

	/** What tells the copies of this repository's includes from those of another host's. */
	async place(): Promise<string> {
		const server = await this.#ownServer();
		return server === undefined ? '' : hostOf(server);
	}

	/** Folders to be removed in the end. */
	folders(): readonly string[] {
		return this.#folders;
	}

	/** The text of a file of a project. Rejects with CannotFetch. */
	async read(request: ProjectRead, signal: AbortSignal): Promise<string> {
		const address = await this.#addressOf(request);
		const folder = await this.#commitOf(address, request, signal);
		for (const file of request.paths) {
			const {ok, stdout} = await runGit(folder, ['cat-file', 'blob', `FETCH_HEAD:${file}`], {timeout: timeLeft});
			if (ok) return stdout;
		}

		throw new CannotFetch(`the project has no file ${request.paths.join(' or ')}`, true);
	}

	async #addressOf({host, project}: ProjectRead): Promise<Address> {
		const server = await this.#ownServer();
		if (server !== undefined && (host === undefined || host === hostOf(server)))
			return {url: `${server}${project}.git`, isForeign: false};
		if (host !== undefined) return {url: publicAddress(host, project), isForeign: true};
		throw new CannotFetch('this repository has no remote that would tell the host of other projects');
	}

	#commitOf(address: Address, request: ProjectRead, signal: AbortSignal): Promise<string> {
		const key = JSON.stringify([address.url, request.ref, request.version]);
		const known = this.#commits.get(key) ?? this.#fetch(address, request, signal);
		this.#commits.set(key, known);
		return known;
	}

	async #fetch({url, isForeign}: Address, {ref, version}: ProjectRead, signal: AbortSignal): Promise<string> {
		await mkdir(this.#folder, {recursive: true, mode: 0o700});
		const folder = await mkdtemp(path.join(this.#folder, 'project-'));
		this.#folders.push(folder);
		await runGit(folder, ['init', '--quiet', '--bare']);
		const talking = {folder, isForeign};
		const wanted = version === undefined ? (ref ?? 'HEAD') : await this.#refOf(talking, url, version, signal);
		await talk(talking, ['fetch', '--quiet', '--depth=1', '--no-tags', '--', url, wanted], signal);
		return folder;
	}

	async #refOf(talking: Talk, url: string, version: string, signal: AbortSignal): Promise<string> {
		if (version === '') return 'HEAD';
		if (version !== '~latest' && !/^[\d.]+$/.test(version)) return version;
		const listed = await talk(talking, ['ls-remote', '--quiet', '--tags', '--refs', '--', url], signal);
		const tags = listed.split('\n').flatMap(line => /\trefs\/tags\/(.+)$/.exec(line)?.[1] ?? []);
		return tagOfVersion(version, tags) ?? (tags.includes(version) ? `refs/tags/${version}` : version);
	}

	async #ownServer(): Promise<string | undefined> {
		this.#server ??= ownRemote(this.#root).then(remote => remote && serverOf(remote));
		return this.#server;
	}
}

const timeLeft = 10_000;
const patience = ['-c', 'http.lowSpeedLimit=1', '-c', 'http.lowSpeedTime=5'];

/** With user and password, where the address has them: they are the user's own for this host. */
async function ownRemote(root: string): Promise<string | undefined> {
	const remotes = (await askGit(root, 'remote'))?.split('\n') ?? [];
	const remote = remotes.includes('origin') ? 'origin' : remotes[0];
	return remote ? askGit(root, 'config', '--get', `remote.${remote}.url`) : undefined;
}

/** A git command that asks another machine; it ends with the signal. */
async function talk({folder, isForeign}: Talk, args: readonly string[], signal: AbortSignal): Promise<string> {
	if (signal.aborted) throw new CannotFetch('its host does not answer in time');
	const {ok, stdout, stderr} = await runGit(
		folder,
		[...patience, ...(isForeign ? ['-c', 'credential.helper='] : []), ...args],
		{
			timeout: timeLeft,
			signal,
			batch: true,
		},
	);
	if (ok) return stdout;
	if (signal.aborted) throw new CannotFetch('its host does not answer in time');
	throw new CannotFetch(reasonOf(stderr));
}

function reasonOf(stderr: string): string {
	const lines = stderr.split('\n').map(line => line.replace(/^(?:fatal|error|remote): */, '').trim());
	const line = lines.find(candidate => candidate !== '') ?? 'git says no reason';
	return line.replaceAll(/(https?:\/\/)[^/@\s]*@/gi, '$1').replace(/[.\s]+$/, '');
}
