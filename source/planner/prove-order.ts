import type {Diagnostic} from '../errors.js';
import type {PlannedJob} from '../model/plan.js';

/** Finds jobs that wait for each other (rules may add needs that the file alone does not show); iterative. */
export function proveOrder(jobs: readonly PlannedJob[]): readonly Diagnostic[] {
	const waiting = new Map(jobs.map(job => [job.name, job.needs?.length ?? 0]));
	const dependents = new Map<string, PlannedJob[]>();
	for (const job of jobs) {
		for (const need of job.needs ?? []) {
			const list = dependents.get(need.job);
			if (list) list.push(job);
			else dependents.set(need.job, [job]);
		}
	}

	const ready = jobs.filter(job => waiting.get(job.name) === 0).map(job => job.name);
	for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
		waiting.delete(name);
		for (const job of dependents.get(name) ?? []) {
			const left = (waiting.get(job.name) ?? 1) - 1;
			waiting.set(job.name, left);
			if (left === 0) ready.push(job.name);
		}
	}

	const stuck = jobs.find(job => waiting.has(job.name));
	if (!stuck) return [];
	const circle = circleFrom(stuck, new Map(jobs.map(job => [job.name, job])), waiting);
	return [
		{
			severity: 'error',
			code: 'NEEDS_CYCLE',
			message: `"needs" goes in a circle: ${circle.join(' → ')}`,
			hint: 'remove one of these needs',
			position: stuck.position,
		},
	];
}

function circleFrom(
	start: PlannedJob,
	jobs: ReadonlyMap<string, PlannedJob>,
	waiting: ReadonlyMap<string, number>,
): readonly string[] {
	const path: string[] = [];
	let job: PlannedJob | undefined = start;
	while (job && !path.includes(job.name)) {
		path.push(job.name);
		const next: string | undefined = job.needs?.find(need => waiting.has(need.job))?.job;
		job = next === undefined ? undefined : jobs.get(next);
	}

	return job ? [...path.slice(path.indexOf(job.name)), job.name] : path;
}
