import {rename} from 'node:fs/promises';
import {basename} from 'node:path';
import type {PipelineExecution} from '../model/records.js';
import {isSettled} from '../model/status.js';
import {type DefinitionDocument, isDefinition, isRunDocument} from './documents.js';
import {BrokenFile, DurableJson} from './durable-json.js';
import type {RunLayout} from './layout.js';
import {withExecutions} from './new-run.js';
import type {RunDocument} from './store.js';

/** Undefined when there is no such run; rejects with BrokenFile when its file is no document. */
export async function readRun(files: RunLayout): Promise<RunDocument | undefined> {
	return (await new DurableJson(files.document, isRunDocument).read()) ?? undefined;
}

export async function writeRun(files: RunLayout, document: RunDocument): Promise<void> {
	await new DurableJson(files.document, isRunDocument).write(document);
}

/** Undefined when it is not there or cannot be read: nothing depends on it but mending. */
export async function readDefinition(files: RunLayout): Promise<DefinitionDocument | undefined> {
	try {
		return (await new DurableJson(files.definition, isDefinition).read()) ?? undefined;
	} catch (error) {
		if (error instanceof BrokenFile) return undefined;
		throw error;
	}
}

const damaged = {
	status: 'Canceled',
	reason: 'unknown: the record of this run was damaged',
	reason_kind: 'interrupted',
} as const;

/**
 * Puts a broken `run.json` aside and writes what is still known: that the run was, and which jobs it had. Answers where the
 * broken file is.
 */
export async function mendRun(files: RunLayout, pipeline: PipelineExecution | undefined, now: Date): Promise<string> {
	const aside = `${files.document}.broken-${now.toISOString().replace(/[:.]/g, '-')}`;
	await rename(files.document, aside);
	if (pipeline === undefined) return basename(aside);
	const definition = await readDefinition(files);
	const known: RunDocument = {
		pipeline_execution: isSettled(pipeline.status) ? pipeline : {...pipeline, ...damaged},
		stage_executions: [],
		job_executions: [],
	};
	const document = definition === undefined ? known : withExecutions(known, definition);
	await writeRun(files, {
		...document,
		stage_executions: document.stage_executions.map(stage => ({...stage, ...damaged})),
		job_executions: document.job_executions.map(job => ({...job, ...damaged})),
	});
	return basename(aside);
}
