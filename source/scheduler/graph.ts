import type {Plan, PlannedJob} from '../model/plan.js';

/** The plan by numbers, made once a run: jobs and stages by their place in the plan. */
export interface Graph {
	readonly plan: Plan;
	readonly jobs: readonly PlannedJob[];
	/** A job's number by its name. */
	readonly numbers: ReadonlyMap<string, number>;
	/** Each job's stage. */
	readonly stageOf: readonly number[];
	/** Each job's needs; undefined when it waits for the earlier stages. */
	readonly needsOf: readonly (readonly number[] | undefined)[];
	/** The jobs that name it in their needs. */
	readonly dependentsOf: readonly (readonly number[])[];
	/** Each stage's jobs. */
	readonly jobsOf: readonly (readonly number[])[];
	/** Those of each stage's jobs that wait for the earlier stages. */
	readonly waitersOf: readonly (readonly number[])[];
}

/** Throws when the plan names a stage or job that it does not have: the planner has proved that it does. */
export function graphOf(plan: Plan): Graph {
	const {jobs} = plan;
	const numbers = new Map(jobs.map((job, number) => [job.name, number]));
	const stages = new Map(plan.stages.map((stage, number) => [stage.name, number]));
	const stageOf = jobs.map(job => known(stages.get(job.stage), `stage ${job.stage} of job ${job.name}`));
	const needsOf = jobs.map(job => job.needs && [...new Set(job.needs.map(need => numberOf(need.job, job)))]);
	const dependentsOf: number[][] = jobs.map(() => []);
	const jobsOf: number[][] = plan.stages.map(() => []);
	const waitersOf: number[][] = plan.stages.map(() => []);
	for (const [number, stage] of stageOf.entries()) {
		jobsOf[stage]?.push(number);
		const needs = needsOf[number];
		if (needs === undefined) waitersOf[stage]?.push(number);
		else for (const need of needs) dependentsOf[need]?.push(number);
	}

	return {plan, jobs, numbers, stageOf, needsOf, dependentsOf, jobsOf, waitersOf};

	function numberOf(name: string, job: PlannedJob): number {
		return known(numbers.get(name), `need ${name} of job ${job.name}`);
	}
}

/** The item, or a thrown error: numbers of a graph are always in range. */
export function at<T>(items: readonly T[], number: number): T {
	return known(items[number], `item ${number}`);
}

function known<T>(value: T | undefined, what: string): T {
	if (value === undefined) throw new Error(`the plan has no ${what}`);
	return value;
}
