import {randomUUID} from 'node:crypto';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {CiError} from '../errors.js';
import type {Plan} from '../model/plan.js';
import type {PipelineExecution} from '../model/records.js';
import {isSettled} from '../model/status.js';
import {Database} from './database.js';
import {defineRecords, mergeDefinitions} from './definition.js';
import {type DatabaseDocument, type DefinitionDocument, isDefinition} from './documents.js';
import {BrokenFile, DurableJson} from './durable-json.js';
import {fileNames} from './file-names.js';
import {type Layout, layoutOf, runFolders, runLayout} from './layout.js';
import {newRun, withExecutions} from './new-run.js';
import {isAlive, thisProcess} from './owner.js';
import {removeRuns} from './remove-runs.js';
import {acquireResource} from './resource-lock.js';
import {mendRun, readRun, writeRun} from './run-files.js';
import {FileRunRecorder} from './run-recorder.js';
import {settleInterrupted} from './settle.js';
import type {Catalog, ParentRun, RunDocument, RunRecorder, Store} from './store.js';

/** Opens the state folder of a repository; it is made when something is to be written. */
export async function openStore(root: string): Promise<Store> {
	const store = new FileStore(layoutOf(root));
	// A broken file is found, and told, at once.
	await store.catalog();
	return store;
}

class FileStore implements Store {
	readonly folder: string;
	readonly mended: string[] = [];
	readonly #layout: Layout;
	readonly #database: Database;

	constructor(layout: Layout) {
		this.folder = layout.folder;
		this.#layout = layout;
		this.#database = new Database(layout, what => this.mended.push(what));
	}

	async startRun(plan: Plan, at: number, parent?: ParentRun): Promise<RunRecorder> {
		return this.#database.update(async data => {
			const definition = record(data, plan, at);
			const run = await this.#takeNumber(data);
			const document = {owner: thisProcess(), ...newRun(randomUUID(), run, plan, definition, parent)};
			const files = runLayout(this.#layout, run);
			try {
				await new DurableJson(files.definition, isDefinition).write(definition);
				await writeRun(files, document);
			} catch (error) {
				await rm(files.folder, {recursive: true, force: true});
				throw error;
			}

			data.last_run = run;
			data.pipeline_executions = [...data.pipeline_executions, document.pipeline_execution];
			return new FileRunRecorder(this.#layout, this.#database, document);
		});
	}

	async resumeRun(run: number, plan: Plan, at: number): Promise<RunRecorder> {
		return this.#database.update(async data => {
			const known = await this.run(run);
			if (known === undefined) throw noSuchRun(run, data.pipeline_executions);
			if (isAlive(known.owner)) throw alreadyOpen(run, known.owner?.pid);
			const definition = record(data, plan, at);
			const document = {owner: thisProcess(), ...withExecutions(known, definition)};
			const files = runLayout(this.#layout, run);
			await rm(files.cancel, {force: true});
			await writeRun(files, document);
			return new FileRunRecorder(this.#layout, this.#database, document);
		});
	}

	async runs(): Promise<readonly PipelineExecution[]> {
		const {pipeline_executions: listed} = await this.#database.read();
		const runs = listed.map(async execution => {
			// The run's own file is newer while it goes on.
			if (isSettled(execution.status)) return execution;
			return (await this.run(execution.run_number))?.pipeline_execution ?? execution;
		});
		return (await Promise.all(runs)).reverse();
	}

	async run(run: number): Promise<RunDocument | undefined> {
		const files = runLayout(this.#layout, run);
		try {
			return await readRun(files);
		} catch (error) {
			if (!(error instanceof BrokenFile)) throw error;
		}

		const {pipeline_executions: listed} = await this.#database.read();
		const aside = await mendRun(
			files,
			listed.find(({run_number}) => run_number === run),
			new Date(),
		);
		this.mended.push(`run ${run} could not be read: its file was put aside as ${aside}, what its jobs did is lost`);
		return readRun(files);
	}

	artifactFile({pipeline_execution, job_executions}: RunDocument, job: string, attempt: number): string {
		const name = fileNames(job_executions.map(({name}) => name)).get(job);
		if (name === undefined) throw new Error(`run ${pipeline_execution.run_number} has no job ${job}`);
		return join(runLayout(this.#layout, pipeline_execution.run_number).artifacts, `${name}.${attempt}.tar`);
	}

	async catalog(): Promise<Catalog> {
		const {pipelines, stages, jobs} = await this.#database.read();
		return {pipelines, stages, jobs};
	}

	async settleInterrupted(at: number): Promise<readonly number[]> {
		return settleInterrupted(this.#layout, this.#database, run => this.run(run), iso(at));
	}

	async removeRuns(keep: number): Promise<readonly number[]> {
		return removeRuns(this.#layout, this.#database, keep);
	}

	async requestCancel(run: number): Promise<boolean> {
		const document = await this.run(run);
		if (document === undefined || isSettled(document.pipeline_execution.status) || !isAlive(document.owner))
			return false;
		await writeFile(runLayout(this.#layout, run).cancel, '', {mode: 0o600});
		return true;
	}

	async acquireResource(group: string, signal: AbortSignal): Promise<() => Promise<void>> {
		return acquireResource(this.#layout.resources, group, signal);
	}

	/** The folder is the proof that nobody else has the number. */
	async #takeNumber(data: DatabaseDocument): Promise<number> {
		const run = Math.max(data.last_run, ...(await runFolders(this.#layout))) + 1;
		await mkdir(runLayout(this.#layout, run).folder, {mode: 0o700});
		return run;
	}
}

/** Puts the plan's definitions into the catalog. */
function record(data: DatabaseDocument, plan: Plan, at: number): DefinitionDocument {
	const definition = defineRecords(plan, data, iso(at));
	const {pipelines, stages, jobs} = mergeDefinitions(data, definition);
	data.pipelines = [...pipelines];
	data.stages = [...stages];
	data.jobs = [...jobs];
	return definition;
}

function noSuchRun(run: number, known: readonly PipelineExecution[]): CiError {
	const newest = known.at(-1)?.run_number;
	const hint = newest === undefined ? 'nothing has been run here yet: `ci-tui run`' : `the newest is ${newest}`;
	return new CiError('RUN_UNKNOWN', `there is no run ${run}`, {hint, exitCode: 2});
}

function alreadyOpen(run: number, pid: number | undefined): CiError {
	return new CiError('RUN_OPEN', `run ${run} is open in another ci-tui (process ${pid})`, {
		hint: 'retry it there, or end that one first',
		exitCode: 2,
	});
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
