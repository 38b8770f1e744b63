import type {Diagnostic} from '../errors.js';
import {Conditions} from '../expressions/conditions.js';
import type {Context} from '../model/context.js';
import type {PipelineDefinition} from '../model/definition.js';
import type {LeftOutJob, Plan, PlannedStage} from '../model/plan.js';
import {candidatesOf} from './candidates.js';
import {chooseJobs} from './choose-jobs.js';
import {PipelineVariables} from './pipeline-variables.js';
import {planJob} from './plan-job.js';
import {proveOrder} from './prove-order.js';
import {resolveNeeds} from './resolve-needs.js';
import {decideWorkflow} from './workflow.js';

export interface Planned {
	/** Undefined when there are errors. */
	readonly plan: Plan | undefined;
	/** Errors, or the plan's warnings. */
	readonly diagnostics: readonly Diagnostic[];
}

/** Decides what will run: the workflow, then each job's rules, then its needs, variables and stage. */
export function planPipeline(definition: PipelineDefinition, context: Context): Planned {
	const conditions = new Conditions(context);
	const variables = new PipelineVariables(definition, context);
	const workflow = decideWorkflow(definition, conditions, variables);
	const candidates = candidatesOf(definition);
	if (workflow.leftOut !== undefined) {
		const reason = workflow.leftOut;
		const leftOut = candidates.map(({name, definition: {position}}) => ({name, reason, position}));
		return emptyPlan(definition, context, leftOut, reason);
	}

	const chosen = chooseJobs(definition, candidates, conditions, variables.with(workflow.variables), context);
	const errors: Diagnostic[] = [];
	const warnings = new Map<string, Diagnostic>();
	const shared = variables.with(workflow.variables);
	const jobs = resolveNeeds(chosen.jobs, chosen.leftOut, definition, errors).map(job =>
		planJob(job, shared, errors, warnings),
	);
	for (const message of conditions.missing) warnings.set(message, notKnown(definition, message));
	if (errors.length === 0) errors.push(...proveOrder(jobs));
	if (errors.length > 0) return {plan: undefined, diagnostics: errors};
	if (jobs.every(job => job.stage === '.pre' || job.stage === '.post')) {
		const reason = jobs.length === 0 ? allLeftOut : onlyAtTheEdges;
		const out = jobs.map(job => ({name: job.name, reason: onlyAtTheEdges, position: job.position}));
		return emptyPlan(definition, context, [...chosen.leftOut, ...out], reason);
	}

	const stages = stagesOf(definition, new Set(jobs.map(job => job.stage)));
	const order = new Map(stages.map(stage => [stage.name, stage.order]));
	const sorted = jobs
		.map((job, index) => ({job, stage: order.get(job.stage) ?? 0, index}))
		.sort((a, b) => a.stage - b.stage || a.index - b.index)
		.map(({job}) => job);
	return {
		plan: {
			pipeline: identityOf(definition, context, workflow.name),
			stages,
			jobs: sorted,
			leftOut: chosen.leftOut,
			masked: context.masked,
			warnings: [...warnings.values()],
		},
		diagnostics: [...warnings.values()],
	};
}

const allLeftOut = 'the rules of its jobs leave every one out';
const onlyAtTheEdges = 'only jobs of .pre and .post are left, which never run alone';

function emptyPlan(
	definition: PipelineDefinition,
	context: Context,
	leftOut: readonly LeftOutJob[],
	reason: string,
): Planned {
	const warnings = [nothingToRun(definition, reason)];
	const pipeline = identityOf(definition, context, definition.workflow.name);
	return {plan: {pipeline, stages: [], jobs: [], leftOut, masked: context.masked, warnings}, diagnostics: warnings};
}

function nothingToRun(definition: PipelineDefinition, reason: string): Diagnostic {
	return {
		severity: 'warning',
		code: 'PIPELINE_EMPTY',
		message: `nothing runs: ${reason}`,
		position: definition.workflow.position ??
			definition.jobs[0]?.position ?? {file: definition.file, line: 1, column: 1},
	};
}

function notKnown(definition: PipelineDefinition, message: string): Diagnostic {
	const position = definition.jobs[0]?.position ?? {file: definition.file, line: 1, column: 1};
	return {severity: 'warning', code: 'CONDITION_UNKNOWN', message, position};
}

function stagesOf(definition: PipelineDefinition, used: ReadonlySet<string>): readonly PlannedStage[] {
	return definition.stages.filter(stage => used.has(stage)).map((name, order) => ({name, order}));
}

function identityOf(
	definition: PipelineDefinition,
	context: Context,
	workflowName: string | undefined,
): Plan['pipeline'] {
	const {git, repoUrl, folder} = context;
	return {
		name: definition.name ?? (workflowName || folder),
		repoUrl,
		branch: git.tag ?? git.branch,
		commitHash: git.commitHash,
		file: definition.file,
	};
}
