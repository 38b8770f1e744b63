import {CiError, type Result} from '../errors.js';
import {didYouMean} from '../model/nearest-name.js';
import type {Plan, PlannedJob} from '../model/plan.js';

/**
 * The part of a plan that the named jobs need, for `run JOB…`. The name of a parallel job means all that come of it.
 * A manual job that was named runs as if it had been played; one that is only needed stays as it is.
 */
export function selectJobs(plan: Plan, names: readonly string[]): Result<Plan, CiError> {
	if (names.length === 0) return {ok: true, value: plan};
	const named = new Set<string>();
	for (const name of names) {
		const found = plan.jobs.filter(job => job.name === name || job.key === name);
		if (found.length === 0) return {ok: false, error: unknownJob(plan, name)};
		for (const job of found) named.add(job.name);
	}

	const selected = withNeeds(plan, named);
	const {jobs, ...kept} = keepJobs(plan, selected);
	return {ok: true, value: {...kept, jobs: jobs.map(job => (named.has(job.name) ? played(job) : job))}};
}

/** The part of a plan with these jobs; what they need and is not among them they do without. */
export function keepJobs(plan: Plan, names: ReadonlySet<string>): Plan {
	const jobs = plan.jobs.filter(job => names.has(job.name));
	const stages = plan.stages
		.filter(stage => jobs.some(job => job.stage === stage.name))
		.map((stage, order) => ({...stage, order}));
	return {...plan, stages, jobs: jobs.map(job => restrict(job, names))};
}

function withNeeds(plan: Plan, named: ReadonlySet<string>): ReadonlySet<string> {
	const jobs = new Map(plan.jobs.map(job => [job.name, job]));
	const order = new Map(plan.stages.map(stage => [stage.name, stage.order]));
	const selected = new Set<string>();
	const pending = [...named];
	/** Every job of the stages before this one is in. */
	let wholeBefore = 0;
	for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
		const job = jobs.get(name);
		if (!job || selected.has(name)) continue;
		selected.add(name);
		if (job.needs) {
			pending.push(...job.needs.map(need => need.job));
			continue;
		}

		const before = order.get(job.stage) ?? 0;
		if (before <= wholeBefore) continue;
		pending.push(...plan.jobs.filter(other => (order.get(other.stage) ?? 0) < before).map(other => other.name));
		wholeBefore = before;
	}

	return selected;
}

function played(job: PlannedJob): PlannedJob {
	if (job.when !== 'manual' && job.when !== 'delayed') return job;
	const {startInMs: _, ...rest} = job;
	return {...rest, when: 'on_success'};
}

function restrict(job: PlannedJob, selected: ReadonlySet<string>): PlannedJob {
	return {...job, artifactsFrom: job.artifactsFrom.filter(name => selected.has(name))};
}

function unknownJob(plan: Plan, name: string): CiError {
	const out = plan.leftOut.find(job => job.name === name);
	if (out) {
		return new CiError('JOB_LEFT_OUT', `job "${name}" is not in this pipeline: ${out.reason}`, {
			position: out.position,
			exitCode: 2,
		});
	}

	const known = new Set(plan.jobs.flatMap(job => [job.name, job.key]));
	return new CiError('JOB_UNKNOWN', `there is no job "${name}"`, {
		hint: didYouMean(name, known) ?? `jobs are ${[...known].slice(0, 10).join(', ')}`,
		exitCode: 2,
	});
}
