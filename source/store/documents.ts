import type {Job, Pipeline, PipelineExecution, Stage} from '../model/records.js';
import type {RunDocument} from './store.js';

/** `db.json`. */
export interface DatabaseDocument {
	readonly version: 1;
	/** The highest run number ever taken: numbers are not used again when runs are removed. */
	last_run: number;
	pipelines: Pipeline[];
	stages: Stage[];
	jobs: Job[];
	/** Oldest first. */
	pipeline_executions: PipelineExecution[];
}

/** `definition.json`: the definitions of one run as they were then. */
export interface DefinitionDocument {
	readonly pipeline: Pipeline;
	readonly stages: readonly Stage[];
	readonly jobs: readonly Job[];
}

export function emptyDatabase(): DatabaseDocument {
	return {version: 1, last_run: 0, pipelines: [], stages: [], jobs: [], pipeline_executions: []};
}

export function isDatabase(value: unknown): value is DatabaseDocument {
	return (
		isObject(value) &&
		typeof value['last_run'] === 'number' &&
		['pipelines', 'stages', 'jobs', 'pipeline_executions'].every(key => isList(value[key]))
	);
}

export function isRunDocument(value: unknown): value is RunDocument {
	return (
		isObject(value) &&
		isObject(value['pipeline_execution']) &&
		typeof value['pipeline_execution']['run_number'] === 'number' &&
		isList(value['stage_executions']) &&
		isList(value['job_executions'])
	);
}

export function isDefinition(value: unknown): value is DefinitionDocument {
	return isObject(value) && isObject(value['pipeline']) && isList(value['stages']) && isList(value['jobs']);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of records, each with its id. */
function isList(value: unknown): boolean {
	return Array.isArray(value) && value.every(record => isObject(record) && typeof record['id'] === 'string');
}
