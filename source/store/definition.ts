import {isDeepStrictEqual} from 'node:util';
import {showTemplate} from '../model/expand-variables.js';
import {textMask} from '../model/mask-text.js';
import type {Plan, PlannedJob} from '../model/plan.js';
import type {Job, Pipeline, Stage} from '../model/records.js';
import type {DefinitionDocument} from './documents.js';
import {jobId, pipelineId, stageId} from './ids.js';
import type {Catalog} from './store.js';

/**
 * The records of a plan's pipeline, stages and jobs. Ids come from names, so they are stable from run to run; `created_at`
 * is kept from what is known, and `updated_at` moves when a record's own definition does — a pipeline's with any of its
 * stages' or jobs'. Its branch and commit are those of the newest run and no part of the definition.
 */
export function defineRecords(plan: Plan, known: Catalog, at: string): DefinitionDocument {
	const {name, repoUrl, branch, commitHash} = plan.pipeline;
	const id = pipelineId(repoUrl, name);
	const stages = plan.stages.map(
		(stage): Stage =>
			dated(
				{id: stageId(id, stage.name), name: stage.name, pipeline_id: id, order: stage.order},
				find(known.stages),
				at,
			),
	);
	const idsOfJobs = new Map(plan.jobs.map(job => [job.name, jobId(stageId(id, job.stage), job.name)]));
	const findJob = find(known.jobs);
	const mask = textMask(plan.masked);
	const jobs = plan.jobs.map((job): Job => dated(defineJob(job, stageId(id, job.stage), idsOfJobs, mask), findJob, at));
	const before = known.pipelines.find(pipeline => pipeline.id === id);
	const changed = [...stages, ...jobs].some(record => record.updated_at === at);
	const pipeline: Pipeline = {
		id,
		name,
		repo_url: repoUrl,
		branch,
		commit_hash: commitHash,
		created_at: before?.created_at ?? at,
		updated_at: before === undefined || changed ? at : before.updated_at,
	};
	return {pipeline, stages, jobs};
}

/** Puts a run's definitions in the place of older ones; what this run does not have stays. */
export function mergeDefinitions(catalog: Catalog, {pipeline, stages, jobs}: DefinitionDocument): Catalog {
	return {
		pipelines: replace(catalog.pipelines, [pipeline]),
		stages: replace(catalog.stages, stages),
		jobs: replace(catalog.jobs, jobs),
	};
}

/** `dependencies` are what the file's `needs` say; a job without them waits for the stages before its own. */
function defineJob(job: PlannedJob, stage: string, ids: ReadonlyMap<string, string>, mask: (text: string) => string) {
	const {scripts, image, needs, allowFailure, artifacts} = job;
	return {
		id: jobId(stage, job.name),
		name: job.name,
		stage_id: stage,
		...(image && {docker_image: mask(showTemplate(image.name))}),
		commands: [...scripts.before, ...scripts.main].map(mask),
		...(needs && {dependencies: needs.flatMap(need => ids.get(need.job) ?? [])}),
		allow_failure: allowFailure !== false,
		...(artifacts && {artifacts: artifacts.paths.map(path => mask(showTemplate(path)))}),
	};
}

type Dated<T> = T & {readonly created_at: string; readonly updated_at: string};

function dated<T extends {readonly id: string}>(
	record: T,
	findKnown: (id: string) => {readonly created_at: string; readonly updated_at: string} | undefined,
	at: string,
): Dated<T> {
	const before = findKnown(record.id);
	if (before === undefined) return {...record, created_at: at, updated_at: at};
	const {created_at, updated_at, ...definition} = before;
	return {...record, created_at, updated_at: isDeepStrictEqual(definition, record) ? updated_at : at};
}

function find<T extends {readonly id: string}>(records: readonly T[]): (id: string) => T | undefined {
	const byId = new Map(records.map(record => [record.id, record]));
	return id => byId.get(id);
}

function replace<T extends {readonly id: string}>(old: readonly T[], records: readonly T[]): readonly T[] {
	const byId = new Map(old.map(record => [record.id, record]));
	for (const record of records) byId.set(record.id, record);
	return [...byId.values()];
}
