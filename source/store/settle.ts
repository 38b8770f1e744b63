import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import type {PipelineExecution} from '../model/records.js';
import {isSettled} from '../model/status.js';
import type {Database} from './database.js';
import type {DatabaseDocument} from './documents.js';
import {interrupt} from './interrupt.js';
import {type Layout, runFolders, runLayout} from './layout.js';
import {isAlive} from './owner.js';
import {writeRun} from './run-files.js';
import type {RunDocument} from './store.js';
import {codeOf} from './store-error.js';

/** Settles the runs whose process is gone, and sweeps up what dead processes left half done; answers what it settled. */
export async function settleInterrupted(
	layout: Layout,
	database: Database,
	readRun: (run: number) => Promise<RunDocument | undefined>,
	at: string,
): Promise<readonly number[]> {
	const before = toLookAt(await database.read(), await runFolders(layout));
	if (before.length === 0 && (await leftovers(layout.folder)).length === 0) return [];

	const settled: number[] = [];
	await database.update(async data => {
		await sweep(layout.folder);
		const listed = new Map(data.pipeline_executions.map(execution => [execution.run_number, execution]));
		let changed = false;
		for (const run of toLookAt(data, await runFolders(layout))) {
			const document = await readRun(run);
			const execution = await settleRun(layout, run, document, listed.get(run), at);
			if (execution === undefined || isDeepStrictEqual(execution, listed.get(run))) continue;
			listed.set(run, execution);
			changed = true;
			if (document !== undefined && !isSettled(document.pipeline_execution.status)) settled.push(run);
		}

		if (!changed) return;
		data.pipeline_executions = [...listed.values()].sort((a, b) => a.run_number - b.run_number);
		data.last_run = Math.max(data.last_run, ...listed.keys());
	});
	return settled;
}

/** Runs that are not settled, and those that are not listed: their process died before it could. */
function toLookAt({pipeline_executions: listed}: DatabaseDocument, folders: readonly number[]): readonly number[] {
	const known = new Set(listed.map(({run_number}) => run_number));
	const open = listed.filter(({status}) => !isSettled(status)).map(({run_number}) => run_number);
	return [...open, ...folders.filter(run => !known.has(run))];
}

/** What to list of this run; undefined when there is nothing to say. */
async function settleRun(
	layout: Layout,
	run: number,
	document: RunDocument | undefined,
	listed: PipelineExecution | undefined,
	at: string,
): Promise<PipelineExecution | undefined> {
	const files = runLayout(layout, run);
	if (document === undefined) {
		// Its process died before it had written anything (the lock says that nobody is about to), or somebody removed it.
		await rm(files.folder, {recursive: true, force: true});
		return (
			listed && interrupt({pipeline_execution: listed, stage_executions: [], job_executions: []}, at).pipeline_execution
		);
	}

	if (isAlive(document.owner) || isSettled(document.pipeline_execution.status)) return document.pipeline_execution;
	await sweep(files.folder);
	const interrupted = interrupt(document, at);
	await writeRun(files, interrupted);
	return interrupted.pipeline_execution;
}

/** Removes what a process left that died while it wrote. */
async function sweep(folder: string): Promise<void> {
	for (const file of await leftovers(folder)) await rm(file, {recursive: true, force: true});
}

async function leftovers(folder: string): Promise<readonly string[]> {
	try {
		return (await readdir(folder)).filter(name => name.endsWith('.tmp')).map(name => join(folder, name));
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw error;
	}
}
