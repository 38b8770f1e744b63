import {rename, rm} from 'node:fs/promises';
import type {Database} from './database.js';
import {type Layout, runFolders, runLayout} from './layout.js';
import {isAlive} from './owner.js';
import {readRun} from './run-files.js';
import {codeOf} from './store-error.js';

/** Removes all but the newest `keep` runs, with logs and artifacts; a run that a process has open is never touched. */
export async function removeRuns(layout: Layout, database: Database, keep: number): Promise<readonly number[]> {
	const removed: number[] = [];
	await database.update(async data => {
		const runs = [...(await runFolders(layout))].sort((a, b) => b - a);
		for (const run of runs.slice(Math.max(0, keep))) {
			if (await isOpen(layout, run)) continue;
			await removeFolder(layout, run);
			removed.push(run);
		}

		const gone = new Set(removed);
		if (gone.size > 0)
			data.pipeline_executions = data.pipeline_executions.filter(({run_number}) => !gone.has(run_number));
	});
	return removed;
}

async function isOpen(layout: Layout, run: number): Promise<boolean> {
	try {
		return isAlive((await readRun(runLayout(layout, run)))?.owner);
	} catch {
		// Whatever it is that cannot be read, nobody writes it: a run's own process writes it whole.
		return false;
	}
}

/** Moved aside first: half a run is never seen. What a crash leaves is swept up with the other leftovers. */
async function removeFolder(layout: Layout, run: number): Promise<void> {
	const {folder, artifacts} = runLayout(layout, run);
	for (const [from, name] of [
		[folder, 'run'],
		[artifacts, 'artifacts'],
	] as const) {
		const aside = `${layout.folder}/removed-${name}-${run}.tmp`;
		try {
			await rename(from, aside);
			await rm(aside, {recursive: true, force: true});
		} catch (error) {
			if (codeOf(error) !== 'ENOENT') throw error;
		}
	}
}
