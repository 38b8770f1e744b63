import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';

/** What there is to measure with. */
export interface Tools {
	readonly rounds: number;
	/** Throws an error that says why when there is no engine, or no image on it. */
	image(): string;
	/** A gitlab-ci-local to measure beside: on the PATH, or the file that GITLAB_CI_LOCAL names. */
	readonly gitlabCiLocal: string | undefined;
}

export const node = process.execPath;
export const program = path.resolve(import.meta.dirname, '../dist/cli.js');

/** Have a shell and little beside, so that what is measured is not the image. */
const images = ['alpine:latest', 'busybox:latest', 'ci-tui-test/busybox:latest'];

export async function findTools(rounds: number): Promise<Tools> {
	if (!existsSync(program)) {
		throw new Error('dist/cli.js is not there: npm run build');
	}

	return {rounds, image: findImage, gitlabCiLocal: findGitlabCiLocal()};
}

function findImage(): string {
	const wanted = process.env['BENCH_IMAGE'];
	const candidates = wanted === undefined ? images : [wanted];
	const found = candidates.find(name => spawnSync('docker', ['image', 'inspect', name]).status === 0);
	if (found !== undefined) {
		return found;
	}

	throw new Error(
		spawnSync('docker', ['version']).status === 0
			? `the engine has none of the images ${candidates.join(', ')}: docker pull one, or name another in BENCH_IMAGE`
			: 'no Docker engine answers, or there is no docker command to compare with',
	);
}

function findGitlabCiLocal(): string | undefined {
	const named = process.env['GITLAB_CI_LOCAL'];
	if (named !== undefined) {
		return named;
	}

	const {status, stdout} = spawnSync('sh', ['-c', 'command -v gitlab-ci-local'], {encoding: 'utf8'});
	return status === 0 ? stdout.trim() : undefined;
}
