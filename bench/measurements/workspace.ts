import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {gapsOf} from '../events.ts';
import type {Measurement} from '../index.ts';
import {compare, median, time} from '../measure.ts';
import {chain, runArguments, withProject} from '../project.ts';

const files = 5000;
const folders = 50;
const bytes = 10_000;

/** What 50 MB of workspace add: to a run as a whole, and to the start of each job but the first. */
export const measureWorkspace: Measurement = async ({rounds, image: findImage}) => {
	const image = findImage();
	const pipeline = chain(10, 'ls >/dev/null');
	return withProject(pipeline, async full =>
		withProject(pipeline, async empty => {
			fill(full);
			const whole = await compare(
				() => time(...runArguments(image, '--ui', 'quiet'), {cwd: full}),
				() => time(...runArguments(image, '--ui', 'quiet'), {cwd: empty}),
				Math.min(rounds, 3),
			);
			const jobs = await withProject(chain(6, 'sleep 1'), async slowEmpty =>
				withProject(chain(6, 'sleep 1'), async slowFull => {
					fill(slowFull);
					return compare(
						async () => median(await gapsOf(slowFull, image)),
						async () => median(await gapsOf(slowEmpty, image)),
						Math.min(rounds, 3),
					);
				}),
			);
			const against = 'the same run of an empty folder';
			return [
				{what: '10 jobs with 5,000 files, 50 MB', ...whole, unit: 'ms', against},
				{what: 'start of a job with 5,000 files', ...jobs, unit: 'ms', against, ratioLimit: 1.1},
			];
		}),
	);
};

function fill(folder: string): void {
	for (let index = 0; index < files; index++) {
		const parent = path.join(folder, `folder${index % folders}`);
		mkdirSync(parent, {recursive: true});
		writeFileSync(path.join(parent, `file${index}`), Buffer.alloc(bytes, `${index} `));
	}
}
