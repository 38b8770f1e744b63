import {mkdtempSync, rmSync} from 'node:fs';
import path from 'node:path';
import {build} from 'esbuild';
import type {Measurement} from '../index.ts';
import {measure, median} from '../measure.ts';
import {node} from '../tools.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** 10,000 jobs read, planned and run by an executor that does nothing. */
export const measureScheduler: Measurement = async ({rounds}) => {
	const folder = mkdtempSync(path.join(root, 'node_modules', '.bench-'));
	try {
		const outfile = path.join(folder, 'ten-thousand-jobs.mjs');
		await build({
			entryPoints: [path.join(root, 'bench/programs/ten-thousand-jobs.ts')],
			outfile,
			bundle: true,
			platform: 'node',
			format: 'esm',
			packages: 'external',
			logLevel: 'warning',
		});
		const all: Readonly<Record<string, number>>[] = [];
		for (let round = 0; round < rounds; round++) {
			const {stdout} = await measure(node, [outfile], {keepOutput: true, cwd: root});
			all.push(JSON.parse(stdout));
		}

		const of = (part: string) => median(all.map(times => times[part] ?? 0));
		const beyond = median(all.map(({yaml = 0, read = 0, plan = 0, run = 0}) => read - yaml + plan + run));
		return [
			{what: '10,000 jobs, beyond the parse of the YAML', ours: beyond, unit: 'ms', limit: 2000},
			{
				what: '… of it: reading them',
				ours: of('read'),
				theirs: of('yaml'),
				unit: 'ms',
				against: 'parsing the YAML alone',
			},
			{what: '… planning them', ours: of('plan'), unit: 'ms'},
			{what: '… running them', ours: of('run'), unit: 'ms'},
		];
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
};
