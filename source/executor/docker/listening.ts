import {connect} from 'node:net';
import {networkInterfaces} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import type Docker from 'dockerode';
import type {Labels} from './labels.js';
import type {Removal} from './removal.js';

export interface ListeningRequest {
	readonly docker: Docker;
	readonly removal: Removal;
	readonly labels: Labels;
	/** The container's id. */
	readonly container: string;
	readonly address: string;
	/** The id of the network that the address is in. */
	readonly network: string;
	readonly ports: readonly number[];
	/** An image with a shell, which looks from within where this host cannot reach the address. */
	readonly image: string;
}

const pollMs = 50;
const connectMs = 1000;

/** Resolves once something listens on one of the ports, or when that cannot be known; rejects when the signal is aborted. */
export async function untilListening(request: ListeningRequest, signal: AbortSignal): Promise<void> {
	await (isReachable(request.network) ? untilConnected(request, signal) : untilSeenInside(request, signal));
}

/** The engine's bridges are named for their networks: with one of this name, the network is on this very host. */
function isReachable(network: string): boolean {
	return `br-${network.slice(0, 12)}` in networkInterfaces();
}

async function untilConnected({address, ports}: ListeningRequest, signal: AbortSignal): Promise<void> {
	for (;;) {
		const answers = await Promise.all(ports.map(async port => await accepts(address, port)));
		if (answers.includes(true)) {
			return;
		}

		await pause(pollMs, undefined, {signal});
	}
}

async function accepts(host: string, port: number): Promise<boolean> {
	return await new Promise(resolve => {
		const socket = connect({host, port, timeout: connectMs});
		const end = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.once('connect', () => end(true));
		socket.once('timeout', () => end(false));
		socket.once('error', () => end(false));
	});
}

/**
 * Reads the tables of sockets in the service's network, with nothing but a shell: what listens there for more than its own container
 * (not on 127.…) can be reached.
 */
const look = `
while :; do
	for table in /proc/net/tcp /proc/net/tcp6; do
		[ -r "$table" ] || continue
		while read -r _ local _ state _; do
			case $local in *7F:*) continue ;; esac
			for port; do
				if [ "$state \${local##*:}" = "0A $port" ]; then exit 0; fi
			done
		done <"$table"
	done
	sleep 0.1 || sleep 1 || exit 2
done
`.trim();

/** Exported for tests: a network of this host is always reachable. */
export async function untilSeenInside(request: ListeningRequest, signal: AbortSignal): Promise<void> {
	const {docker, removal, labels, container, image, ports} = request;
	const watcher = await docker.createContainer({
		Image: image,
		Entrypoint: ['sh', '-c', look, 'look'],
		Cmd: ports.map(port => port.toString(16).toUpperCase().padStart(4, '0')),
		User: '0',
		Labels: {...labels},
		HostConfig: {NetworkMode: `container:${container}`, LogConfig: {Type: 'none', Config: {}}},
	});
	try {
		await watcher.start();
		await watcher.wait({abortSignal: signal});
	} finally {
		void removal.start(() => removal.attempt(() => watcher.remove({force: true})));
	}
}
