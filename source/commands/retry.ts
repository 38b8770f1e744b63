import {previousJobs} from '../engine/past-run.js';
import {CiError} from '../errors.js';
import {keepJobs} from '../planner/select-jobs.js';
import type {Store} from '../store/store.js';
import type {Adapters, Io} from './adapters.js';
import {describeProblems} from './check.js';
import {exitCodes} from './exit-code.js';
import {launch} from './launch.js';
import type {Options} from './options.js';
import {chooseOutput} from './output-choice.js';
import {openProject} from './project.js';
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
		const run = number ?? (await newestRun(store));
		const document = await store.run(run);
		if (document === undefined) {
			throw new CiError('RUN_UNKNOWN', `there is no run ${run}.`, {hint: 'see `ci-tui report`', exitCode: 2});
		}

		const previous = previousJobs(document);
		const failed = [...previous.values()].filter(job => job.status === 'Failed' || job.status === 'Canceled');
		const {job} = options;
		if (job === undefined && failed.length === 0) {
			io.stderr.write(`nothing failed in run ${run}: there is nothing to retry\n`);
			return exitCodes.success;
		}

		if (job !== undefined && !previous.has(job)) {
			throw new CiError('JOB_UNKNOWN', `run ${run} has no job "${job}".`, {
				hint: `it has: ${[...previous.keys()].join(', ')}`,
				exitCode: 2,
			});
		}

		const handle = await launch(keepJobs(project.plan, new Set(previous.keys())), project, store, options, adapters, {
			run,
			previous,
		});
		handle.send(job === undefined ? {type: 'retry-failed'} : {type: 'retry-job', job});
		return await show(handle, output, io);
	} finally {
		await project.workspace.close();
	}
}

async function newestRun(store: Store): Promise<number> {
	const [newest] = await store.runs();
	if (newest === undefined) {
		throw new CiError('RUN_UNKNOWN', 'nothing has been run here yet.', {hint: 'start with `ci-tui run`', exitCode: 2});
	}

	return newest.run_number;
}
