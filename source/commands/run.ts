import type {RunHandle} from '../engine/run-handle.js';
import type {Adapters, Io} from './adapters.js';
import {describeProblems, warningNote} from './check.js';
import {exitCodes} from './exit-code.js';
import {launch} from './launch.js';
import type {Options} from './options.js';
import {chooseOutput} from './output-choice.js';
import {openProject, type Project} from './project.js';
import {selectPlan} from './select-plan.js';
import {show} from './show.js';
import {tidyUp} from './tidy-up.js';

/** `ci-tui run [JOB…]`: runs the pipeline, or these jobs and what they need, and shows it. */
export async function run(names: readonly string[], options: Options, adapters: Adapters, io: Io): Promise<number> {
	const output = chooseOutput(options, io);
	const project = await openProject(options, adapters);
	try {
		if (project.plan === undefined) {
			io.stderr.write(`${describeProblems(project, io)}\n`);
			return exitCodes.wrongInput;
		}

		if (output === 'plain') {
			io.stderr.write(warningNote(project));
		}

		return await show(await start(names, project, options, adapters, io), output, io);
	} finally {
		await project.workspace.close();
	}
}

async function start(
	names: readonly string[],
	project: Project,
	options: Options,
	adapters: Adapters,
	io: Io,
): Promise<RunHandle> {
	if (project.plan === undefined) {
		throw new Error('a project without a plan cannot be run');
	}

	const store = await adapters.openStore(project.root);
	await tidyUp(store, project.root, adapters, io);
	return launch(selectPlan(project.plan, names), project, store, options, adapters);
}
