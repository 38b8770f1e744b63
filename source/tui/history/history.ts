import type {RunHandle} from '../../engine/run-handle.js';
import type {PipelineExecution} from '../../model/records.js';
import type {RunDocument} from '../../store/store.js';

/**
 * The runs of the past, for everything that is judged by them: how long a job takes, how often it fails, when the run
 * will end. The store is one (`history: store`); without `open` a past run cannot be looked at from the History view.
 */
export interface History {
	/** Newest first. */
	runs(): Promise<readonly PipelineExecution[]>;
	/** A run with the executions of its jobs; undefined when it is gone. */
	run(run: number): Promise<RunDocument | undefined>;
	/** A past run, only to be shown; undefined when it is gone. */
	open?(run: number): Promise<RunHandle | undefined>;
}

/** What has been read of it: runs of the same pipeline before this one, newest first. */
export interface PastRuns {
	readonly runs: readonly PipelineExecution[];
	/** The newest of them with their jobs. */
	readonly documents: readonly RunDocument[];
}

export const noPast: PastRuns = {runs: [], documents: []};

/** How many runs a job is judged by. */
export const judgedBy = 20;

/** Reads the runs of a pipeline, but for one. */
export async function readPast(history: History, pipeline: string, but: number): Promise<PastRuns> {
	const runs = (await history.runs()).filter(run => run.name === pipeline && run.run_number !== but);
	const documents = await Promise.all(runs.slice(0, judgedBy).map(run => history.run(run.run_number)));
	return {runs, documents: documents.filter(document => document !== undefined)};
}
