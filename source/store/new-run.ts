import type {Plan} from '../model/plan.js';
import type {JobExecution, PipelineExecution, StageExecution} from '../model/records.js';
import type {DefinitionDocument} from './documents.js';
import {jobExecutionId, stageExecutionId} from './ids.js';
import type {ParentRun, RunDocument} from './store.js';

/** A run of which nothing has started: an execution of each stage, and the first attempt of each job. */
export function newRun(
	id: string,
	run: number,
	plan: Plan,
	definition: DefinitionDocument,
	parent?: ParentRun,
): RunDocument {
	const pipeline_execution: PipelineExecution = {
		id,
		pipeline_id: definition.pipeline.id,
		status: 'Pending',
		run_number: run,
		commit_hash: plan.pipeline.commitHash,
		branch: plan.pipeline.branch,
		name: plan.pipeline.name,
		...(parent && {parent_run: parent.run, parent_job: parent.job}),
	};
	return withExecutions({pipeline_execution, stage_executions: [], job_executions: []}, definition);
}

/** Adds Pending executions of the stages and jobs that the run does not have yet. */
export function withExecutions(document: RunDocument, {stages, jobs}: DefinitionDocument): RunDocument {
	const {id} = document.pipeline_execution;
	const knownStages = new Set(document.stage_executions.map(stage => stage.stage_id));
	const knownJobs = new Set(document.job_executions.map(job => job.job_id));
	const stageNames = new Map(stages.map(stage => [stage.id, stage.name]));
	const stage_executions = stages
		.filter(stage => !knownStages.has(stage.id))
		.map(
			(stage): StageExecution => ({
				id: stageExecutionId(id, stage.name),
				stage_id: stage.id,
				pipeline_execution_id: id,
				status: 'Pending',
				name: stage.name,
				order: stage.order,
			}),
		);
	const job_executions = jobs
		.filter(job => !knownJobs.has(job.id))
		.map(
			(job): JobExecution => ({
				id: jobExecutionId(id, job.name, 1),
				job_id: job.id,
				stage_execution_id: stageExecutionId(id, stageNames.get(job.stage_id) ?? ''),
				status: 'Pending',
				name: job.name,
				attempt: 1,
			}),
		);
	return {
		...document,
		stage_executions: [...document.stage_executions, ...stage_executions],
		job_executions: [...document.job_executions, ...job_executions],
	};
}
