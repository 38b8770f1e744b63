import {mkdirSync} from 'node:fs';
import {join, relative} from 'node:path';
import {Low} from 'lowdb';
import type {PipelineExecution} from '../model/records.js';
import type {RunEvent} from '../model/run-event.js';
import {CancelWatch} from './cancel-watch.js';
import type {Database} from './database.js';
import {isRunDocument} from './documents.js';
import {DurableJson} from './durable-json.js';
import {fileNames} from './file-names.js';
import {jobExecutionId} from './ids.js';
import {type Layout, type RunLayout, runLayout} from './layout.js';
import {RunBook} from './run-book.js';
import type {RunDocument, RunRecorder} from './store.js';

/** How long changes wait for others to be written with them, in ms; a change of the run's status does not wait. */
const patience = 100;

/** Writes one run's file, and its line in `db.json` when its status changes. `document` is what is on the disk. */
export class FileRunRecorder implements RunRecorder {
	readonly run: number;
	readonly id: string;
	readonly #database: Database;
	readonly #files: RunLayout;
	readonly #fileNames: ReadonlyMap<string, string>;
	readonly #book: RunBook;
	readonly #low: Low<RunDocument>;
	readonly #cancel: CancelWatch;
	#listed: PipelineExecution;
	#dirty = false;
	#writing: Promise<void> | undefined;
	#timer: NodeJS.Timeout | undefined;
	#tookMs = 0;
	#closed = false;

	constructor(layout: Layout, database: Database, document: RunDocument) {
		this.run = document.pipeline_execution.run_number;
		this.id = document.pipeline_execution.id;
		this.#database = database;
		this.#files = runLayout(layout, this.run);
		this.#fileNames = fileNames(document.job_executions.map(({name}) => name));
		this.#book = new RunBook(document, (job, attempt) => relative(layout.folder, this.logFile(job, attempt)));
		this.#low = new Low(new DurableJson(this.#files.document, isRunDocument), document);
		this.#cancel = new CancelWatch(this.#files.cancel);
		this.#listed = document.pipeline_execution;
	}

	logFile(job: string, attempt: number): string {
		return join(this.#files.folder, `${this.#fileName(job)}.${attempt}.log`);
	}

	artifactFile(job: string, attempt: number): string {
		mkdirSync(this.#files.artifacts, {recursive: true, mode: 0o700});
		return join(this.#files.artifacts, `${this.#fileName(job)}.${attempt}.tar`);
	}

	executionId(job: string, attempt: number): string {
		return jobExecutionId(this.id, job, attempt);
	}

	record(event: RunEvent): void {
		if (this.#closed || event.type === 'job-log' || event.type === 'child-event') return;
		const {status} = this.#book.pipeline;
		this.#book.apply(event);
		this.#dirty = true;
		if (this.#book.pipeline.status !== status) this.#writeSoon(0);
		else if (this.#timer === undefined) this.#writeSoon(Math.max(patience, 4 * this.#tookMs));
	}

	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		while (this.#dirty || this.#writing !== undefined) {
			this.#writing ??= this.#write().finally(() => {
				this.#writing = undefined;
			});
			await this.#writing;
		}
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		this.#cancel.close();
		await this.flush();
		const {owner: _, ...givenUp} = this.#low.data;
		this.#low.data = givenUp;
		await this.#low.write();
	}

	onCancelRequested(listener: () => void): () => void {
		return this.#cancel.subscribe(listener);
	}

	#writeSoon(afterMs: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			// What could not be written stays to be written, and the next `flush` tells.
			this.flush().catch(() => {});
		}, afterMs);
	}

	async #write(): Promise<void> {
		const began = performance.now();
		this.#dirty = false;
		try {
			this.#low.data = {...this.#low.data, ...this.#book.document()};
			await this.#low.write();
			await this.#list(this.#low.data.pipeline_execution);
		} catch (error) {
			this.#dirty = true;
			throw error;
		}

		this.#tookMs = performance.now() - began;
	}

	async #list(pipeline: PipelineExecution): Promise<void> {
		if (pipeline === this.#listed) return;
		await this.#database.update(data => {
			data.pipeline_executions = data.pipeline_executions.map(other => (other.id === pipeline.id ? pipeline : other));
		});
		this.#listed = pipeline;
	}

	#fileName(job: string): string {
		const name = this.#fileNames.get(job);
		if (name === undefined) throw new Error(`run ${this.run} has no job ${job}`);
		return name;
	}
}
