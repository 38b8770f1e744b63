import {performance} from 'node:perf_hooks';
import {start} from '../../test/support/pty.ts';
import type {Measurement} from '../index.ts';
import {compare, time} from '../measure.ts';
import {chain, withProject} from '../project.ts';
import {node, program} from '../tools.ts';

const against = 'node -e 0';

export const measureStart: Measurement = async ({rounds}) => {
	const many = rounds * 4;
	const bare = () => time(node, ['-e', '0']);
	const version = await compare(() => time(node, [program, '--version']), bare, many);
	const help = await compare(() => time(node, [program, '--help']), bare, many);
	const frame = await withProject(chain(3, 'true'), folder => compare(() => firstFrame(folder), bare, rounds * 2));
	return [
		{what: '--version', ...version, unit: 'ms', against, ratioLimit: 1.3},
		{what: '--help', ...help, unit: 'ms', against},
		{what: 'first frame of the UI', ...frame, unit: 'ms', against, ratioLimit: 3},
	];
};

/** Until there is anything to see on the screen. */
async function firstFrame(cwd: string): Promise<number> {
	const begin = performance.now();
	const terminal = start([], {cwd});
	try {
		while (!isPainted(terminal.raw())) {
			await new Promise(resolve => setImmediate(resolve));
		}

		return performance.now() - begin;
	} finally {
		terminal.kill('SIGTERM');
		await terminal.exit;
	}
}

function isPainted(output: string): boolean {
	// Escape sequences aside.
	return /[^\s]/.test(output.replace(/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|.)/g, ''));
}
