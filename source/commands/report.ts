import {type Chosen, chooseExecutions, chooseRun} from './report-choice.js';
import type {ReportDependencies} from './report-dependencies.js';
import {printLogs} from './report-logs.js';
import {runsTable, runText} from './report-text.js';

export interface ReportOptions {
	readonly json: boolean;
	/** Print logs instead of what ran. */
	readonly logs: boolean;
	readonly run?: number | undefined;
	readonly stage?: string | undefined;
	readonly job?: string | undefined;
}

/**
 * Prints past runs, or with `run`, `stage` or `job` what one did (the newest, when none is named). Answers the exit code;
 * rejects with a CiError (exit code 2) for a name that is not there.
 */
export async function report(dependencies: ReportDependencies, options: ReportOptions): Promise<number> {
	const {store, out} = dependencies;
	const runs = await store.runs();
	for (const text of store.mended) dependencies.err.write(`${text}\n`);
	const {run, stage, job, logs, json} = options;
	if (run === undefined && stage === undefined && job === undefined && !logs) {
		out.write(json ? document(runs) : runsTable(runs, dependencies));
		return 0;
	}

	const chosen = chooseExecutions(await chooseRun(store, runs, run), {stage, job});
	if (logs) await printLogs(chosen, dependencies, {json, alone: job !== undefined});
	else out.write(json ? document(nested(chosen)) : runText(chosen, dependencies));
	return 0;
}

/** A run in the stored field names, jobs inside their stages. */
function nested({run, stages}: Chosen): object {
	return {...run, stage_executions: stages.map(({stage, jobs}) => ({...stage, job_executions: jobs}))};
}

function document(value: unknown): string {
	return `${JSON.stringify(value, null, 2)}\n`;
}
