import {artifactsIn} from '../engine/artifacts-in.js';
import {previousJobs} from '../engine/past-run.js';
import type {Plan, PlannedJob} from '../model/plan.js';
import type {Store} from '../store/store.js';

export interface PastArtifacts {
	/** Archives on this host, in the order to unpack them. */
	readonly files: readonly string[];
	/** Of which job's attempts they are, in the same order. */
	readonly found: readonly {readonly job: string; readonly run: number}[];
	/** Jobs that would leave artifacts and have in no run that was looked at. */
	readonly missing: readonly string[];
}

/** Further back nobody remembers what the artifacts were. */
const runsLookedAt = 100;

/** The artifacts a job would get, of each job it takes some from, out of the newest run that has them. */
export async function pastArtifacts(job: PlannedJob, plan: Plan, store: Store): Promise<PastArtifacts> {
	const leaves = new Set(plan.jobs.filter(({artifacts}) => artifacts !== undefined).map(({name}) => name));
	const files: string[] = [];
	const found: {job: string; run: number}[] = [];
	const wanted = job.artifactsFrom.filter(name => leaves.has(name));
	const perJob = new Map<string, {readonly file: string; readonly run: number}>();
	for (const {run_number: run} of (await store.runs()).slice(0, runsLookedAt)) {
		const open = wanted.filter(name => !perJob.has(name));
		const document = open.length === 0 ? undefined : await store.run(run);
		if (document === undefined) continue;
		const jobs = previousJobs(document);
		const table = {size: jobs.size, get: (name: string) => jobs.get(name), values: () => jobs.values()};
		const fileOf = (name: string, attempt: number) => store.artifactFile(document, name, attempt);
		for (const name of open) {
			const [file] = await artifactsIn({...job, artifactsFrom: [name]}, table, fileOf);
			if (file !== undefined) perJob.set(name, {file, run});
		}
	}

	for (const name of wanted) {
		const past = perJob.get(name);
		if (past === undefined) continue;
		files.push(past.file);
		found.push({job: name, run: past.run});
	}

	return {files, found, missing: wanted.filter(name => !perJob.has(name))};
}
