import {spawn} from 'node:child_process';
import {performance} from 'node:perf_hooks';
import {gapsOf} from '../events.ts';
import type {Measurement} from '../index.ts';
import {median} from '../measure.ts';
import {chain, withProject} from '../project.ts';

const against = 'docker run, to its first output';

/** From the end of a job to the first command of the one that needs it. */
export const measureDependent: Measurement = async ({rounds, image: findImage}) => {
	const image = findImage();
	const theirs: number[] = [];
	const gaps = async (script: string): Promise<number> =>
		withProject(chain(8, script), async folder => {
			const all: number[] = [];
			for (let round = 0; round < rounds; round++) {
				all.push(...(await gapsOf(folder, image)));
				theirs.push(await firstOutput(image));
			}

			return median(all);
		});
	const busy = await gaps('sleep 1');
	const empty = await gaps('true');
	const other = {theirs: median(theirs), unit: 'ms', against} as const;
	return [
		{what: 'need met → first command, jobs of 1 s', ours: busy, ...other, limit: 60},
		{what: 'need met → first command, empty jobs', ours: empty, ...other},
	];
};

async function firstOutput(image: string): Promise<number> {
	const begin = performance.now();
	const child = spawn('docker', ['run', '--rm', image, 'echo', 'x'], {stdio: ['ignore', 'pipe', 'ignore']});
	const ended = new Promise(resolve => child.on('close', resolve));
	await new Promise(resolve => child.stdout.once('data', resolve));
	const took = performance.now() - begin;
	await ended;
	return took;
}
