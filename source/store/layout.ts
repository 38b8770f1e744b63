import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {codeOf} from './store-error.js';

/** Where everything is, below the state folder. */
export interface Layout {
	/** `.ci-tui`, absolute. */
	readonly folder: string;
	readonly database: string;
	readonly lock: string;
	readonly runs: string;
	readonly artifacts: string;
	/** Who has, and who waits for, each resource group. */
	readonly resources: string;
}

/** The files of one run. */
export interface RunLayout {
	readonly folder: string;
	/** `run.json`, written by the process that runs it. */
	readonly document: string;
	/** What pipeline, stages and jobs were then, written once: `db.json` can be made again from these. */
	readonly definition: string;
	/** There when another process asks to cancel. */
	readonly cancel: string;
	readonly artifacts: string;
}

export function layoutOf(root: string): Layout {
	const folder = join(root, '.ci-tui');
	return {
		folder,
		database: join(folder, 'db.json'),
		lock: join(folder, 'db.lock'),
		runs: join(folder, 'runs'),
		artifacts: join(folder, 'artifacts'),
		resources: join(folder, 'resources'),
	};
}

export function runLayout(layout: Layout, run: number): RunLayout {
	const folder = join(layout.runs, String(run));
	return {
		folder,
		document: join(folder, 'run.json'),
		definition: join(folder, 'definition.json'),
		cancel: join(folder, 'cancel'),
		artifacts: join(layout.artifacts, String(run)),
	};
}

/** Makes the state folder, for its owner alone and out of git's sight. */
export async function makeStateFolder(layout: Layout): Promise<void> {
	await mkdir(layout.runs, {recursive: true, mode: 0o700});
	try {
		await writeFile(join(layout.folder, '.gitignore'), '*\n', {flag: 'wx', mode: 0o600});
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
	}
}

/** Numbers of the runs that have a folder, in no order. */
export async function runFolders(layout: Layout): Promise<readonly number[]> {
	try {
		const names = await readdir(layout.runs);
		return names.filter(name => /^[1-9]\d*$/.test(name)).map(Number);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw error;
	}
}
