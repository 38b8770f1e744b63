import {rmSync} from 'node:fs';
import path from 'node:path';
import type {Measurement} from '../index.ts';
import {type Measured, measure, median} from '../measure.ts';
import {independent, runArguments, withProject} from '../project.ts';
import type {Row} from '../rows.ts';

const line = 'a line of a log as a compiler or a test runner would write it, number 1234567';

export const measureLog: Measurement = async ({rounds, image: findImage}) => {
	const image = findImage();
	return [
		...(await measureSize('200 MB of log', 200, image, Math.min(rounds, 3), {ratioLimit: 1.1})),
		...(await measureSize('1 GB of log', 1000, image, 1, {mostMb: 150})),
	];
};

async function measureSize(
	what: string,
	mb: number,
	image: string,
	rounds: number,
	{ratioLimit, mostMb}: {readonly ratioLimit?: number; readonly mostMb?: number},
): Promise<Row[]> {
	// `yes` ends by a signal, which is no failure here.
	const script = `yes '${line}' | head -c ${mb * 1e6} || true`;
	return withProject(independent(1, script), async cwd => {
		const all: {readonly ours: Measured; readonly theirs: Measured}[] = [];
		for (let round = 0; round < rounds; round++) {
			const ours = await measure(...runArguments(image, '--ui', 'quiet'), {cwd});
			rmSync(path.join(cwd, '.ci-tui'), {recursive: true, force: true});
			const command = `docker run --rm --log-driver none ${image} sh -c "${script}" >log`;
			all.push({ours, theirs: await measure('sh', ['-c', command], {cwd})});
		}

		const against = 'docker run --rm --log-driver none > file';
		const [ours, theirs] = [median(all.map(one => one.ours.ms)), median(all.map(one => one.theirs.ms))];
		const peakMb = Math.max(...all.map(one => one.ours.peakMb));
		return [
			{what, ours: ours / 1000, theirs: theirs / 1000, unit: 's', against, ...(ratioLimit && {ratioLimit})},
			{what: `${what}, peak memory`, ours: peakMb, unit: 'MB', ...(mostMb && {limit: mostMb})},
		];
	});
}
