import {access} from 'node:fs/promises';
import {attemptsToTakeFrom} from '../engine/artifacts-in.js';
import {reportsFile} from '../engine/findings/findings-reader.js';
import {previousJobs} from '../engine/past-run.js';
import type {Plan, PlannedJob} from '../model/plan.js';
import type {Store} from '../store/store.js';

/** What an attempt of the past has left for later jobs; absolute. */
export interface PastArtifact {
	readonly job: string;
	readonly run: number;
	/** The archive of its artifacts, when it has one. */
	readonly file: string | undefined;
	/** The archive of its reports, when it has one. */
	readonly reports: string | undefined;
}

export interface PastArtifacts {
	/** In the order to unpack them. */
	readonly found: readonly PastArtifact[];
	/** Jobs that would leave artifacts and have in no run that was looked at. */
	readonly missing: readonly string[];
}

/** Further back nobody remembers what the artifacts were. */
const runsLookedAt = 100;

/** The artifacts a job would get, of each job it takes some from, out of the newest run that has them. */
export async function pastArtifacts(job: PlannedJob, plan: Plan, store: Store): Promise<PastArtifacts> {
	const leaves = new Set(plan.jobs.filter(({artifacts}) => artifacts !== undefined).map(({name}) => name));
	const wanted = job.artifactsFrom.filter(name => leaves.has(name));
	const newest = new Map<string, PastArtifact>();
	for (const {run_number: run} of (await store.runs()).slice(0, runsLookedAt)) {
		const open = wanted.filter(name => !newest.has(name));
		if (open.length === 0) break;
		for (const artifact of await artifactsOf(run, open, store)) newest.set(artifact.job, artifact);
	}

	return {
		found: wanted.flatMap(name => newest.get(name) ?? []),
		missing: wanted.filter(name => !newest.has(name)),
	};
}

async function artifactsOf(run: number, names: readonly string[], store: Store): Promise<readonly PastArtifact[]> {
	const document = await store.run(run);
	if (document === undefined) return [];
	const jobs = previousJobs(document);
	const table = {size: jobs.size, get: (name: string) => jobs.get(name), values: () => jobs.values()};
	const found: PastArtifact[] = [];
	for (const job of names) {
		for (const attempt of attemptsToTakeFrom(table, job)) {
			const archive = store.artifactFile(document, job, attempt);
			const [file, reports] = await Promise.all([archive, reportsFile(archive)].map(ifThere));
			if (file === undefined && reports === undefined) continue;
			found.push({job, run, file, reports});
			break;
		}
	}

	return found;
}

async function ifThere(file: string): Promise<string | undefined> {
	return access(file).then(
		() => file,
		() => undefined,
	);
}
