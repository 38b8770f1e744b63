import {spawn} from 'node:child_process';
import {access, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {CiError} from '../../errors.js';

export interface Tunnel {
	readonly socketPath: string;
	close(): void;
}

const limitMs = 30_000;

/**
 * One `ssh` of the user's own, with their keys, agent and known hosts, that makes a remote engine's socket one of this host.
 * Rejects with a CiError (`ENGINE_UNREACHABLE`) in the words of `ssh`. It never asks for a password.
 */
export async function openTunnel(destination: string): Promise<Tunnel> {
	const folder = await mkdtemp(path.join(tmpdir(), 'ci-tui-ssh-'));
	const socketPath = path.join(folder, 'docker.sock');
	const url = new URL(destination);
	const remote = url.pathname === '' || url.pathname === '/' ? '/var/run/docker.sock' : url.pathname;
	const child = spawn(
		'ssh',
		[
			...['-N', '-T', '-L', `${socketPath}:${remote}`],
			...['BatchMode=yes', 'ExitOnForwardFailure=yes', 'ServerAliveInterval=15'].flatMap(option => ['-o', option]),
			...(url.port === '' ? [] : ['-p', url.port]),
			...(url.username === '' ? [] : ['-l', decodeURIComponent(url.username)]),
			'--',
			url.hostname,
		],
		{stdio: ['ignore', 'ignore', 'pipe']},
	);
	let said = '';
	let hasEnded = false;
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		said = (said + text).slice(-2000);
	});
	child.on('error', error => {
		said += error.message;
		hasEnded = true;
	});
	child.on('exit', () => {
		hasEnded = true;
	});
	const close = () => {
		child.kill();
		void rm(folder, {recursive: true, force: true});
	};
	process.once('exit', () => child.kill());
	const deadline = performance.now() + limitMs;
	while (!(await isThere(socketPath))) {
		if (hasEnded || performance.now() > deadline) {
			close();
			throw new CiError('ENGINE_UNREACHABLE', `ssh cannot reach ${destination}: ${said.trim() || 'no answer'}`, {
				hint: `See that this works without a question: ssh ${url.host} docker version`,
			});
		}

		await pause(20);
	}

	child.unref();
	return {socketPath, close};
}

async function isThere(file: string): Promise<boolean> {
	return await access(file).then(
		() => true,
		() => false,
	);
}
