import {rmSync} from 'node:fs';
import {connect, createServer, type Socket} from 'node:net';
import path from 'node:path';
import {temporaryFolder} from '../../workspace/project.js';

/** A socket that leads to the engine, until it is cut: what an engine that is killed looks like from outside. */
export interface EngineProxy {
	/** For DOCKER_HOST. */
	readonly address: string;
	/** Closes all connections and takes no new one. */
	cut(): void;
	/** Takes new connections again. */
	mend(): Promise<void>;
}

export async function startEngineProxy(engine = '/var/run/docker.sock'): Promise<EngineProxy> {
	const file = path.join(temporaryFolder(), 'docker.sock');
	const sockets = new Set<Socket>();
	const server = createServer({allowHalfOpen: true}, client => {
		const upstream = connect({path: engine, allowHalfOpen: true});
		for (const [from, to] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(from);
			from.on('error', () => to.destroy());
			from.on('close', () => {
				sockets.delete(from);
				to.destroy();
			});
			from.pipe(to);
		}
	});
	const mend = async (): Promise<void> => {
		rmSync(file, {force: true});
		await new Promise<void>(resolve => server.listen(file, resolve));
	};
	await mend();
	return {
		address: `unix://${file}`,
		cut: () => {
			server.close();
			for (const socket of sockets) {
				socket.destroy();
			}
		},
		mend,
	};
}
