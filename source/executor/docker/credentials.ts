import {spawn} from 'node:child_process';
import {text} from 'node:stream/consumers';
import * as v from 'valibot';
import {CiError} from '../../errors.js';
import {type DockerConfig, readDockerConfig} from './docker-config.js';

/** What the Engine API takes as `X-Registry-Auth`. */
export interface Credentials {
	readonly username?: string;
	readonly password?: string;
	readonly identitytoken?: string;
	readonly serveraddress: string;
}

const dockerHub = 'https://index.docker.io/v1/';

/**
 * The credentials that `docker pull` would use for a registry: its credential helper, else the store, else what `config.json` has;
 * undefined when there are none. Rejects with a CiError when the helper is missing.
 */
export async function findCredentials(registry: string): Promise<Credentials | undefined> {
	const config = await readDockerConfig();
	const server = registry === 'docker.io' ? dockerHub : registry;
	const helper = config.credHelpers?.[registry] ?? config.credHelpers?.[server] ?? config.credsStore;
	const stored = helper === undefined ? undefined : await askHelper(helper, server);
	return stored ?? ownCredentials(config, server);
}

function ownCredentials(config: DockerConfig, server: string): Credentials | undefined {
	const entry = Object.entries(config.auths ?? {}).find(([name]) => hostOf(name) === hostOf(server))?.[1];
	if (entry?.identitytoken) {
		return {identitytoken: entry.identitytoken, serveraddress: server};
	}

	const [username = '', ...password] = Buffer.from(entry?.auth ?? '', 'base64')
		.toString('utf8')
		.split(':');
	if (entry?.auth && username !== '') {
		return {username, password: password.join(':').replaceAll('\0', ''), serveraddress: server};
	}

	return entry?.username && entry.password
		? {username: entry.username, password: entry.password, serveraddress: server}
		: undefined;
}

function hostOf(server: string): string {
	return server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

const answerSchema = v.object({Username: v.string(), Secret: v.string()});

/** https://github.com/docker/docker-credential-helpers: the server on stdin, JSON on stdout, status 1 when it has none. */
async function askHelper(helper: string, server: string): Promise<Credentials | undefined> {
	const program = `docker-credential-${helper}`;
	const child = spawn(program, ['get'], {stdio: ['pipe', 'pipe', 'ignore'], timeout: 30_000});
	const ended = new Promise<number | null>((resolve, reject) => {
		child.on('error', reject).on('close', resolve);
	});
	child.stdin.on('error', () => {
		// A helper that ends without reading says why by its status.
	});
	child.stdin.end(server);
	try {
		const [answer, code] = await Promise.all([text(child.stdout), ended]);
		if (code !== 0) {
			return undefined;
		}

		const {Username, Secret} = v.parse(answerSchema, JSON.parse(answer));
		return Username === '<token>'
			? {identitytoken: Secret, serveraddress: server}
			: {username: Username, password: Secret, serveraddress: server};
	} catch (cause) {
		throw new CiError('REGISTRY_AUTH', `the credential helper ${program} gave no answer for ${server}.`, {
			hint: `Install ${program}, or take it out of ~/.docker/config.json.`,
			cause,
		});
	}
}
