import {createHash} from 'node:crypto';
import {access, readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {CiError} from '../../errors.js';
import {dockerFolder, readDockerConfig} from './docker-config.js';

/** Where an engine listens, and who says so (for messages). */
export type Endpoint =
	| {readonly kind: 'unix'; readonly socketPath: string; readonly source: string}
	| {readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: Tls; readonly source: string}
	| {readonly kind: 'ssh'; readonly destination: string; readonly source: string};

export interface Tls {
	readonly ca?: Buffer;
	readonly cert?: Buffer;
	readonly key?: Buffer;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The engine that the `docker` command would use: DOCKER_HOST, else DOCKER_CONTEXT, else the current context of
 * `~/.docker/config.json`, else the socket of this machine. Rejects with a CiError for an address or a context that cannot be.
 */
export async function findEndpoint(env: Env = process.env): Promise<Endpoint> {
	const host = env['DOCKER_HOST'];
	if (host) {
		const verify = env['DOCKER_TLS_VERIFY'];
		const certificates = env['DOCKER_CERT_PATH'] || dockerFolder(env);
		return await parseHost(host, 'DOCKER_HOST', verify ? certificates : undefined);
	}

	const context = env['DOCKER_CONTEXT'] || (await readDockerConfig(env)).currentContext;
	if (context && context !== 'default') {
		return await readContext(context, env);
	}

	return {kind: 'unix', socketPath: await defaultSocket(), source: 'the default socket'};
}

async function parseHost(text: string, source: string, certificates: string | undefined): Promise<Endpoint> {
	if (text.startsWith('unix://') || text.startsWith('npipe://')) {
		return {kind: 'unix', socketPath: text.replace(/^\w+:\/\//, ''), source};
	}

	if (text.startsWith('ssh://')) {
		return {kind: 'ssh', destination: text, source};
	}

	const url = URL.parse(text.includes('://') ? text : `tcp://${text}`);
	if (url === null || !['tcp:', 'http:', 'https:'].includes(url.protocol) || url.hostname === '') {
		throw new CiError('ENGINE_ADDRESS', `${source} is "${text}", which is no address of a Docker engine.`, {
			hint: 'It looks like unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host.',
		});
	}

	const tls = certificates === undefined && url.protocol !== 'https:' ? undefined : await readTls(certificates);
	const port = Number(url.port || (tls === undefined ? 2375 : 2376));
	return {kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port, ...(tls === undefined ? {} : {tls}), source};
}

/** Contexts are kept by the hash of their name; https://docs.docker.com/engine/manage-resources/contexts/ */
async function readContext(name: string, env: Env): Promise<Endpoint> {
	const id = createHash('sha256').update(name).digest('hex');
	const folder = path.join(dockerFolder(env), 'contexts');
	const text = await readFile(path.join(folder, 'meta', id, 'meta.json'), 'utf8').catch(() => undefined);
	const host = /"Host"\s*:\s*"(?<host>[^"]+)"/.exec(text ?? '')?.groups?.['host'];
	if (host === undefined) {
		throw new CiError('ENGINE_CONTEXT', `the Docker context "${name}" cannot be read.`, {
			hint: 'See `docker context ls`; `docker context use default` goes back to the engine of this machine.',
		});
	}

	const certificates = path.join(folder, 'tls', id, 'docker');
	const hasTls = await isThere(certificates);
	return await parseHost(host, `the Docker context "${name}"`, hasTls ? certificates : undefined);
}

async function readTls(folder: string | undefined): Promise<Tls> {
	const read = async (name: string) => {
		return folder === undefined ? undefined : await readFile(path.join(folder, name)).catch(() => undefined);
	};
	const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
	return {...(ca && {ca}), ...(cert && {cert}), ...(key && {key})};
}

async function defaultSocket(): Promise<string> {
	if (process.platform === 'win32') {
		return '//./pipe/docker_engine';
	}

	const system = '/var/run/docker.sock';
	const own = path.join(homedir(), '.docker', 'run', 'docker.sock');
	return !(await isThere(system)) && (await isThere(own)) ? own : system;
}

async function isThere(file: string): Promise<boolean> {
	return await access(file).then(
		() => true,
		() => false,
	);
}
