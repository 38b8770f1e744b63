import {randomUUID} from 'node:crypto';
import {readDotenv} from '../engine/findings/dotenv.js';
import {jobSpec} from '../engine/job-spec.js';
import type {JobSpec} from '../executor/executor.js';
import type {Plan, PlannedJob} from '../model/plan.js';
import type {Adapters} from './adapters.js';
import type {PastArtifact, PastArtifacts} from './past-artifacts.js';

export interface ShellSpecFacts {
	readonly job: PlannedJob;
	readonly plan: Plan;
	readonly past: PastArtifacts;
	/** The number of the run it would be in. */
	readonly run: number;
	readonly projectDir: string;
	/** The executor's name. */
	readonly executor: string;
}

const mostBytesOfDotenv = 64 * 1024;

/** What the job's first attempt in the next run would be given, but for where its own artifacts would go. */
export async function shellSpec(
	facts: ShellSpecFacts,
	adapters: Pick<Adapters, 'now' | 'readReport'>,
): Promise<JobSpec> {
	const {job, plan, past} = facts;
	const dotenv: Record<string, string> = {};
	for (const artifact of past.found) {
		const left = plan.jobs.find(({name}) => name === artifact.job);
		if (left !== undefined)
			Object.assign(dotenv, await dotenvOf(artifact, specOf(left, facts, adapters), facts, adapters));
	}

	const {artifactsOut: _, ...spec} = specOf(job, facts, adapters, dotenv);
	return {...spec, artifactsIn: past.found.flatMap(({file}) => file ?? [])};
}

/** A report that cannot be read, or is none, failed the job that left it. */
async function dotenvOf(
	{reports}: PastArtifact,
	{artifactsOut}: JobSpec,
	{projectDir}: ShellSpecFacts,
	{readReport}: Pick<Adapters, 'readReport'>,
): Promise<Readonly<Record<string, string>>> {
	const patterns = artifactsOut?.artifacts.reports['dotenv'] ?? [];
	if (reports === undefined || patterns.length === 0) return {};
	const files = await readReport({archive: reports, patterns, projectDir, mostBytes: mostBytesOfDotenv});
	const variables = readDotenv(files);
	return variables.ok ? variables.value : {};
}

function specOf(
	job: PlannedJob,
	{plan, run, projectDir, executor}: ShellSpecFacts,
	{now}: Pick<Adapters, 'now'>,
	dotenv: Readonly<Record<string, string>> = {},
): JobSpec {
	return jobSpec(job, {
		run,
		attempt: 1,
		place: plan.jobs.indexOf(job),
		startedAt: now(),
		projectDir,
		executor,
		id: randomUUID(),
		graceMs: 0,
		artifactsIn: [],
		artifactFile: '',
		dotenv,
	});
}
