import {mergeDefinitions} from './definition.js';
import {type DatabaseDocument, emptyDatabase} from './documents.js';
import {BrokenFile} from './durable-json.js';
import {type Layout, type RunLayout, runFolders, runLayout} from './layout.js';
import {readDefinition, readRun} from './run-files.js';
import type {Catalog, RunDocument} from './store.js';

/** `db.json` as the runs' own files tell it; a run whose file cannot be read is left out. */
export async function rebuildDatabase(layout: Layout): Promise<DatabaseDocument> {
	const runs = [...(await runFolders(layout))].sort((a, b) => a - b);
	const database: DatabaseDocument = {...emptyDatabase(), last_run: runs.at(-1) ?? 0};
	let catalog: Catalog = database;
	for (const run of runs) {
		const files = runLayout(layout, run);
		const document = await readable(files);
		const definition = await readDefinition(files);
		if (document !== undefined) database.pipeline_executions.push(document.pipeline_execution);
		if (definition !== undefined) catalog = mergeDefinitions(catalog, definition);
	}

	return {...database, pipelines: [...catalog.pipelines], stages: [...catalog.stages], jobs: [...catalog.jobs]};
}

async function readable(files: RunLayout): Promise<RunDocument | undefined> {
	try {
		return await readRun(files);
	} catch (error) {
		if (error instanceof BrokenFile) return undefined;
		throw error;
	}
}
