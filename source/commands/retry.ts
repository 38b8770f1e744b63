import {previousJobs} from '../engine/past-run.js';
import {CiError} from '../errors.js';
import {keepJobs} from '../planner/select-jobs.js';
import {shellWord} from '../report/shell-word.js';
import type {Adapters, Io} from './adapters.js';
import {describeProblems} from './check.js';
import {exitCodes} from './exit-code.js';
import {launch} from './launch.js';
import type {Options} from './options.js';
import {chooseOutput} from './output-choice.js';
import {openProject} from './project.js';
import {chooseExecutions, chooseRun} from './report-choice.js';
import {show} from './show.js';
import {tidyUp} from './tidy-up.js';

/**
 * `ci-tui retry [RUN]`: the failed jobs of a run again (the newest when none is named), with what was skipped because
 * of them, on the working tree and the pipeline file as they are now.
 */
export async function retry(number: number | undefined, options: Options, adapters: Adapters, io: Io): Promise<number> {
	const output = chooseOutput(options, io);
	const project = await openProject(options, adapters);
	try {
		if (project.plan === undefined) {
			io.stderr.write(`${describeProblems(project, io)}\n`);
			return exitCodes.wrongInput;
		}

		const store = await adapters.openStore(project.root);
		await tidyUp(store, project.root, adapters, io);
		const document = await chooseRun(store, await store.runs(), number);
		const run = document.pipeline_execution.run_number;
		const {parent_run: parent, parent_job: trigger} = document.pipeline_execution;
		if (parent !== undefined) {
			throw new CiError('RUN_IS_CHILD', `run ${run} is a child pipeline of run ${parent}.`, {
				hint: `retry the job that started it: ci-tui retry ${parent} --job ${shellWord(trigger ?? '')}`,
				exitCode: 2,
			});
		}

		const previous = previousJobs(document);
		const failed = [...previous.values()].filter(job => job.status === 'Failed' || job.status === 'Canceled');
		const {job} = options;
		if (job === undefined && failed.length === 0) {
			io.stderr.write(`nothing failed in run ${run}: there is nothing to retry\n`);
			return exitCodes.success;
		}

		if (job !== undefined) chooseExecutions(document, {stage: undefined, job});
		const handle = await launch(keepJobs(project.plan, new Set(previous.keys())), project, store, options, adapters, {
			continued: {run, previous},
		});
		handle.send(job === undefined ? {type: 'retry-failed'} : {type: 'retry-job', job});
		return await show(handle, output, io);
	} finally {
		await project.workspace.close();
	}
}
