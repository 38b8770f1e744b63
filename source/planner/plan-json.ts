import {showTemplate} from '../model/expand-variables.js';
import {textMask} from '../model/mask-text.js';
import type {Plan, PlannedJob} from '../model/plan.js';

/** The document of `plan --json`; scripts rely on its fields, so it only grows. */
export function planJson(plan: Plan): unknown {
	const {name, repoUrl, branch, commitHash} = plan.pipeline;
	const jobsOf = new Map<string, string[]>(plan.stages.map(stage => [stage.name, []]));
	for (const job of plan.jobs) jobsOf.get(job.stage)?.push(job.name);
	const before = jobsBefore(plan, jobsOf);
	const mask = masking(plan.masked);
	return {
		pipeline: {name, repo_url: repoUrl, branch, commit_hash: commitHash},
		stages: plan.stages.map(stage => ({name: stage.name, order: stage.order, jobs: jobsOf.get(stage.name) ?? []})),
		jobs: plan.jobs.map(job => jobJson(job, before.get(job.stage) ?? [], mask)),
		left_out: plan.leftOut.map(job => ({name: job.name, reason: job.reason})),
	};
}

function jobJson(job: PlannedJob, before: readonly string[], mask: <T>(value: T) => T): unknown {
	return {
		name: job.name,
		key: job.key,
		stage: job.stage,
		docker_image: job.image ? mask(job.image.name) : null,
		image: mask(job.image ?? null),
		commands: [...job.scripts.before, ...job.scripts.main],
		before_script: job.scripts.before,
		script: job.scripts.main,
		after_script: job.scripts.after,
		dependencies: job.needs ? job.needs.map(need => need.job) : before,
		needs: job.needs?.map(({job: needed, artifacts}) => ({job: needed, artifacts, optional: false})) ?? null,
		artifacts_from: job.artifactsFrom,
		when: job.when,
		start_in_ms: job.startInMs ?? null,
		allow_failure: typeof job.allowFailure === 'boolean' ? job.allowFailure : {exit_codes: job.allowFailure.exitCodes},
		retry: {max: job.retry.max, when: job.retry.when, exit_codes: job.retry.exitCodes},
		timeout_ms: job.timeoutMs ?? null,
		artifacts: mask(job.artifacts ?? null),
		variables: mask(job.variables),
		interruptible: job.interruptible,
		resource_group: mask(job.resourceGroup ?? null),
		tags: mask(job.tags),
		services: mask(job.services ?? []),
		cache: mask(job.caches ?? []),
		environment: mask(job.environment ?? null),
		trigger: mask(job.trigger ?? null),
		coverage: job.coverage ?? null,
		position: job.position,
		resolved: job.resolved,
	};
}

/** Replaces masked values wherever they are in plain data; templates are shown as people read them. */
function masking(masked: readonly string[]): <T>(value: T) => T {
	const maskText = textMask(masked);
	const maskAny = (value: unknown): unknown => {
		if (typeof value === 'string') return maskText(showTemplate(value));

		if (Array.isArray(value)) return value.map(maskAny);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAny(inner)]));
	};

	return value => maskAny(value) as typeof value;
}

/** For each stage the jobs of all earlier ones: what a job without `needs` waits for. */
function jobsBefore(
	plan: Plan,
	jobsOf: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
	const before = new Map<string, readonly string[]>();
	let all: readonly string[] = [];
	for (const stage of plan.stages) {
		before.set(stage.name, all);
		all = [...all, ...(jobsOf.get(stage.name) ?? [])];
	}

	return before;
}
