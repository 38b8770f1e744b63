import {showTemplate} from '../model/expand-variables.js';
import {textMask} from '../model/mask-text.js';
import type {Plan, PlannedJob} from '../model/plan.js';

/**
 * The document of `plan --json` in pieces, one a job: as one text it may be longer than a text can be. Scripts rely on
 * its fields, so it only grows.
 */
export function* planJson(plan: Plan): Generator<string> {
	const {name, repoUrl, branch, commitHash} = plan.pipeline;
	const jobsOf = new Map<string, string[]>(plan.stages.map(stage => [stage.name, []]));
	for (const job of plan.jobs) jobsOf.get(job.stage)?.push(job.name);
	const stages = plan.stages.map(stage => ({name: stage.name, order: stage.order, jobs: jobsOf.get(stage.name) ?? []}));
	yield `{\n\t"pipeline": ${inside({name, repo_url: repoUrl, branch, commit_hash: commitHash}, 1)},\n`;
	yield `\t"stages": ${inside(stages, 1)},\n\t"jobs": [`;
	const before = jobsBefore(plan, jobsOf);
	const show = showing(plan.masked);
	for (const [index, job] of plan.jobs.entries()) {
		yield `${index === 0 ? '' : ','}\n\t\t${inside(jobJson(job, before, show), 2)}`;
	}

	const leftOut = plan.leftOut.map(job => ({name: job.name, reason: job.reason}));
	yield `${plan.jobs.length === 0 ? '' : '\n\t'}],\n\t"left_out": ${inside(leftOut, 1)}\n}\n`;
}

/** A value as JSON, indented as what stands at this depth. */
function inside(value: unknown, depth: number): string {
	return JSON.stringify(value, undefined, '\t').replaceAll('\n', `\n${'\t'.repeat(depth)}`);
}

function jobJson(job: PlannedJob, before: Before, {mask, text}: Showing): unknown {
	const scripts = text(job.scripts);
	return {
		name: job.name,
		key: job.key,
		stage: job.stage,
		docker_image: job.image ? mask(job.image.name) : null,
		image: mask(job.image ?? null),
		commands: [...scripts.before, ...scripts.main],
		before_script: scripts.before,
		script: scripts.main,
		after_script: scripts.after,
		dependencies: job.needs ? job.needs.map(need => need.job) : (before.names.get(job.stage) ?? []),
		needs: job.needs?.map(({job: needed, artifacts}) => ({job: needed, artifacts, optional: false})) ?? null,
		artifacts_from: before.areAll || job.needs ? job.artifactsFrom : null,
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
		coverage: text(job.coverage ?? null),
		position: job.position,
		resolved: text(job.resolved),
	};
}

interface Showing {
	/** Templates as people read them, without masked values. */
	readonly mask: <T>(value: T) => T;
	/** What is no template, without masked values: in a script `$$` is the shell's. */
	readonly text: <T>(value: T) => T;
}

/** Replaces masked values wherever they are in plain data. */
function showing(masked: readonly string[]): Showing {
	const maskText = textMask(masked);
	const isNothingMasked = masked.every(value => value === '');
	return {
		mask: value => mapTexts(value, text => maskText(showTemplate(text))) as typeof value,
		text: value => (isNothingMasked ? value : (mapTexts(value, maskText) as typeof value)),
	};
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
	if (typeof value === 'string') return map(value);
	if (Array.isArray(value)) return value.map(item => mapTexts(item, map));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, map)]));
}

/** For each stage what a job without `needs` waits for. */
interface Before {
	readonly names: ReadonlyMap<string, readonly string[]>;
	/** False: only those of the stage before, which wait for the others, because all would be too many. */
	readonly areAll: boolean;
}

/** Names in all lists together; 10,000 jobs in 20 stages would make 48 million. */
const mostNames = 2_000_000;

function jobsBefore(plan: Plan, jobsOf: ReadonlyMap<string, readonly string[]>): Before {
	const all = new Map<string, readonly string[]>();
	const last = new Map<string, readonly string[]>();
	let earlier: readonly string[] = [];
	let previous: readonly string[] = [];
	let count = 0;
	for (const {name} of plan.stages) {
		const own = jobsOf.get(name) ?? [];
		all.set(name, earlier);
		last.set(name, previous);
		count += own.length * earlier.length;
		earlier = [...earlier, ...own];
		previous = own;
	}

	return count > mostNames ? {names: last, areAll: false} : {names: all, areAll: true};
}
