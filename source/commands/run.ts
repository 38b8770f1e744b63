import type {Adapters, Io} from './adapters.js';
import {describeProblems, warningNote} from './check.js';
import {exitCodes} from './exit-code.js';
import {launch} from './launch.js';
import type {Options} from './options.js';
import {chooseOutput} from './output-choice.js';
import {openProject} from './project.js';
import {screenPorts} from './screen-ports.js';
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

		if (project.plan.jobs.length === 0 && names.length === 0) {
			const reason = project.diagnostics.find(({code}) => code === 'PIPELINE_EMPTY')?.message ?? 'nothing runs';
			(output === 'plain' || output === 'tui' ? io.stdout : io.stderr).write(`${reason}: see \`ci-tui plan\`\n`);
			return exitCodes.success;
		}

		if (output === 'plain') {
			io.stderr.write(warningNote(project));
		}

		const plan = selectPlan(project.plan, names);
		const store = await adapters.openStore(project.root);
		await tidyUp(store, project.root, adapters, io);
		const handle = await launch(plan, project, store, options, adapters);
		const {concurrency} = options;
		const ports = screenPorts({store, adapters, concurrency, plan: async () => project.plan});
		return await show(handle, output, io, ports);
	} finally {
		await project.workspace.close();
	}
}
