import type Docker from 'dockerode';
import {CiError, type Result} from '../../errors.js';
import {type Endpoint, findEndpoint} from './endpoint.js';
import {failureOf} from './engine-error.js';
import {openTunnel} from './tunnel.js';
import {explainUnreachable} from './unreachable.js';

/** A connection to an engine that has answered. */
export interface Engine {
	readonly docker: Docker;
	/** How the engine calls itself, for messages: `Docker 28.2.2`. */
	readonly name: string;
	/** Ends a tunnel, if there is one. */
	close(): void;
}

const answerMs = 10_000;

/** Reaches the engine that the `docker` command would use, or says why that cannot be (`ENGINE_UNREACHABLE`). */
export async function connect(): Promise<Result<Engine, CiError>> {
	try {
		const endpoint = await findEndpoint();
		const tunnel = endpoint.kind === 'ssh' ? await openTunnel(endpoint.destination) : undefined;
		const {default: Dockerode} = await import('dockerode');
		const docker = new Dockerode(optionsOf(endpoint, tunnel?.socketPath));
		const close = () => tunnel?.close();
		try {
			const {Version} = await inTime(docker.version());
			return {ok: true, value: {docker, name: `Docker ${Version}`, close}};
		} catch (error) {
			close();
			return {ok: false, error: unreachableError(endpoint, error)};
		}
	} catch (error) {
		if (error instanceof CiError) {
			return {ok: false, error};
		}

		throw error;
	}
}

/** Whether the engine answers, by its name; the error says why not. */
export async function pingEngine(): Promise<Result<string, CiError>> {
	const engine = await connect();
	if (!engine.ok) {
		return engine;
	}

	engine.value.close();
	return {ok: true, value: engine.value.name};
}

function optionsOf(endpoint: Endpoint, tunnel: string | undefined): Docker.DockerOptions {
	if (endpoint.kind === 'tcp') {
		const {host, port, tls} = endpoint;
		return {host, port, protocol: tls === undefined ? 'http' : 'https', ...tls};
	}

	return {socketPath: tunnel ?? (endpoint.kind === 'unix' ? endpoint.socketPath : '')};
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
	const {promise, reject} = Promise.withResolvers<never>();
	const timer = setTimeout(() => reject(new Error(`no answer within ${answerMs / 1000} s`)), answerMs);
	try {
		return await Promise.race([answer, promise]);
	} finally {
		clearTimeout(timer);
	}
}

function unreachableError(endpoint: Endpoint, error: unknown): CiError {
	const place = endpoint.kind === 'tcp' ? `${endpoint.host}:${endpoint.port}` : addressOf(endpoint);
	const {message, hint} = explainUnreachable(failureOf(error), `${place} (${endpoint.source})`);
	return new CiError('ENGINE_UNREACHABLE', message, {hint, cause: error});
}

function addressOf(endpoint: Exclude<Endpoint, {kind: 'tcp'}>): string {
	return endpoint.kind === 'ssh' ? endpoint.destination : endpoint.socketPath;
}
