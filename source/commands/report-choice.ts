import {CiError} from '../errors.js';
import {didYouMean} from '../model/nearest-name.js';
import type {JobExecution, PipelineExecution, StageExecution} from '../model/records.js';
import type {RunDocument, Store} from '../store/store.js';

/** The part of a run that was asked for. */
export interface Chosen {
	readonly run: PipelineExecution;
	/** In order. */
	readonly stages: readonly {readonly stage: StageExecution; readonly jobs: readonly JobExecution[]}[];
}

/** The run with this number, else the newest. Throws a CiError (`RUN_UNKNOWN`, exit code 2) when there is none. */
export async function chooseRun(
	store: Store,
	runs: readonly PipelineExecution[],
	run: number | undefined,
): Promise<RunDocument> {
	const wanted = run ?? newestOf(runs)?.run_number;
	const document = wanted === undefined ? undefined : await store.run(wanted);
	if (document !== undefined) return document;
	if (wanted === undefined) throw unknown('RUN', 'nothing has been run here yet', 'start with `ci-tui run`');
	throw unknown('RUN', `there is no run ${wanted}`, nearestRun(wanted, runs));
}

/** The newest that is no child pipeline's; of runs newest first. */
export function newestOf(runs: readonly PipelineExecution[]): PipelineExecution | undefined {
	return runs.find(({parent_run}) => parent_run === undefined) ?? runs[0];
}

/** Throws a CiError (`STAGE_UNKNOWN` or `JOB_UNKNOWN`, exit code 2) for a stage or job that the run does not have. */
export function chooseExecutions(
	document: RunDocument,
	{stage, job}: {readonly stage: string | undefined; readonly job: string | undefined},
): Chosen {
	const {pipeline_execution: run, stage_executions, job_executions} = document;
	const number = run.run_number;
	const ordered = [...stage_executions].sort((a, b) => a.order - b.order);
	const stages = ordered.filter(({name}) => stage === undefined || name === stage);
	if (stage !== undefined && stages.length === 0) {
		throw unknown('STAGE', `run ${number} has no stage "${stage}"`, nearest(stage, ordered, 'its stages'));
	}

	const ids = new Set(stages.map(({id}) => id));
	const inStages = job_executions.filter(execution => ids.has(execution.stage_execution_id));
	const jobs = inStages.filter(({name}) => job === undefined || name === job);
	if (job !== undefined && jobs.length === 0) {
		const where = stage === undefined ? `run ${number}` : `stage "${stage}" of run ${number}`;
		throw unknown('JOB', `${where} has no job "${job}"`, nearest(job, inStages, 'its jobs'));
	}

	const groups = stages.map(stage => ({stage, jobs: jobs.filter(({stage_execution_id: id}) => id === stage.id)}));
	return {run, stages: job === undefined ? groups : groups.filter(({jobs}) => jobs.length > 0)};
}

function nearestRun(wanted: number, runs: readonly PipelineExecution[]): string {
	const [newest] = runs;
	if (newest === undefined) return 'nothing has been run here yet: start with `ci-tui run`';
	const near = runs.reduce((best, run) =>
		Math.abs(run.run_number - wanted) < Math.abs(best.run_number - wanted) ? run : best,
	);
	const newestText = `the newest is ${newest.run_number}`;
	return near === newest ? newestText : `the nearest is ${near.run_number}, ${newestText}`;
}

function nearest(name: string, known: readonly {readonly name: string}[], what: string): string {
	const names = [...new Set(known.map(({name}) => name))];
	const some = names.length <= 10 ? names.join(', ') : `${names.slice(0, 9).join(', ')} and ${names.length - 9} more`;
	return didYouMean(name, names) ?? `${what}: ${some}`;
}

function unknown(what: 'RUN' | 'STAGE' | 'JOB', message: string, hint: string): CiError {
	return new CiError(`${what}_UNKNOWN`, message, {hint, exitCode: 2});
}
