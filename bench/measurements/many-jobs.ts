import {existsSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {Measurement} from '../index.ts';
import {compare, time} from '../measure.ts';
import {chain, independent, runArguments, withProject} from '../project.ts';
import type {Row} from '../rows.ts';
import type {Tools} from '../tools.ts';

const count = 20;
const atOnce = 4;

export const measureSequence: Measurement = async tools =>
	withProject(chain(count, 'true'), folder =>
		measureBoth(tools, folder, {
			what: `${count} jobs in sequence`,
			loop: `for i in $(seq ${count}); do docker run --rm IMAGE true || exit 1; done`,
			against: 'a loop of docker run --rm',
			ratioLimit: 0.45,
		}),
	);

export const measureParallel: Measurement = async tools =>
	withProject(independent(count, 'true'), folder =>
		measureBoth(tools, folder, {
			what: `${count} jobs, ${atOnce} at once`,
			loop: `seq ${count} | xargs -P ${atOnce} -I{} docker run --rm IMAGE true`,
			against: `docker run --rm, ${atOnce} at once`,
			ratioLimit: 0.8,
		}),
	);

interface Rival {
	readonly what: string;
	/** In shell, `IMAGE` for the image. */
	readonly loop: string;
	readonly against: string;
	readonly ratioLimit: number;
}

async function measureBoth(tools: Tools, cwd: string, {what, loop, against, ratioLimit}: Rival): Promise<Row[]> {
	const image = tools.image();
	const ours = () => time(...runArguments(image, '--ui', 'quiet', '--concurrency', `${atOnce}`), {cwd});
	const theirs = () => time('sh', ['-c', loop.replace('IMAGE', image)]);
	const rows: Row[] = [{what, ...(await compare(ours, theirs, tools.rounds)), unit: 'ms', against, ratioLimit}];
	const {gitlabCiLocal} = tools;
	if (gitlabCiLocal !== undefined) {
		const local = () => timeGitlabCiLocal(gitlabCiLocal, image, cwd);
		const compared = await compare(ours, local, Math.ceil(tools.rounds / 2));
		rows.push({what, ...compared, unit: 'ms', against: 'gitlab-ci-local'});
	}

	return rows;
}

/** It takes tracked files only, and by default pulls an image of its own beside the job's. */
async function timeGitlabCiLocal(command: string, image: string, cwd: string): Promise<number> {
	const args = ['--concurrency', `${atOnce}`, '--quiet', '--shell-executor-no-image=false'];
	const images = ['--default-image', image, '--helper-image', image, '--pull-policy', 'if-not-present'];
	rmSync(path.join(cwd, '.gitlab-ci-local'), {recursive: true, force: true});
	if (!existsSync(path.join(cwd, '.git'))) {
		await time('git', ['init', '--quiet'], {cwd});
		await time('git', ['add', '.gitlab-ci.yml'], {cwd});
		const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost'];
		await time('git', [...author, 'commit', '--quiet', '--message', 'bench'], {cwd});
	}

	return time(command, [...args, ...images], {cwd});
}
