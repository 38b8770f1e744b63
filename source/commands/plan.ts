import {showTemplate} from '../model/expand-variables.js';
import {textMask} from '../model/mask-text.js';
import type {Plan, PlannedJob, PlannedTrigger} from '../model/plan.js';
import {planJson} from '../planner/plan-json.js';
import type {Adapters, Io} from './adapters.js';
import {count, describeProblems, warningNote} from './check.js';
import {exitCodes} from './exit-code.js';
import type {Options} from './options.js';
import {openProject} from './project.js';
import {selectPlan} from './select-plan.js';
import {writeAll} from './write-all.js';

/** `ci-tui plan` and `run --dry-run`: what would run, in which order, and why the rest would not. */
export async function plan(names: readonly string[], options: Options, adapters: Adapters, io: Io): Promise<number> {
	const project = await openProject(options, adapters);
	await project.workspace.close();
	if (project.plan === undefined) {
		io.stderr.write(`${describeProblems(project, io)}\n`);
		return exitCodes.wrongInput;
	}

	const selected = selectPlan(project.plan, names);
	if (options.json) {
		await writeAll(io.stdout, planJson(selected));
		return exitCodes.success;
	}

	io.stderr.write(warningNote(project));
	io.stdout.write(describePlan(selected));
	return exitCodes.success;
}

/** The plan as lines for a person. */
export function describePlan(plan: Plan): string {
	const {name, branch, commitHash} = plan.pipeline;
	const lines = [
		`${name}  ${branch}${commitHash === '' ? '' : `@${commitHash.slice(0, 8)}`}  ${count(plan.jobs.length, 'job')} in ${count(plan.stages.length, 'stage')}`,
	];
	const width = Math.max(0, ...plan.jobs.map(job => job.name.length));
	for (const stage of plan.stages) {
		lines.push('', stage.name);
		for (const job of plan.jobs.filter(job => job.stage === stage.name)) {
			lines.push(`  ${job.name.padEnd(width)}  ${traits(job).join(', ')}`.trimEnd());
		}
	}

	if (plan.leftOut.length > 0) {
		lines.push('', 'left out', ...plan.leftOut.map(job => `  ${job.name}: ${job.reason}`));
	}

	return textMask(plan.masked)(`${lines.join('\n')}\n`);
}

function traits(job: PlannedJob): string[] {
	return [
		...(job.image === undefined ? [] : [showTemplate(job.image.name)]),
		...(job.needs === undefined
			? []
			: [job.needs.length === 0 ? 'needs nothing' : `needs ${job.needs.map(need => need.job).join(', ')}`]),
		...(job.trigger === undefined ? [] : [triggerWords(job.trigger)]),
		...(job.when === 'on_success' ? [] : [job.when]),
		...(job.resourceGroup === undefined ? [] : [`resource group ${job.resourceGroup}`]),
		...(job.allowFailure === false ? [] : ['may fail']),
	];
}

function triggerWords({project, includes}: PlannedTrigger): string {
	if (project !== undefined) return `would start the pipeline of ${project}`;
	const names = includes.map(({local, artifact, job, file, template, component, remote}) =>
		artifact === undefined
			? (local ?? file?.join(', ') ?? template ?? component ?? remote ?? '')
			: `${artifact} of ${job}`,
	);
	return `starts ${names.join(', ')}`;
}
