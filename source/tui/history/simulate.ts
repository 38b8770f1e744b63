/** A job as far as its timing goes. */
export interface TimedJob {
	readonly name: string;
	/** What it still takes, in ms. */
	readonly ms: number;
	/** Jobs of the same list that must have ended. */
	readonly needs: readonly string[];
	/** It runs already, and so has its slot. */
	readonly running: boolean;
	/** How long it waits, in ms, once it could start, without a slot. */
	readonly delay?: number;
}

/** When each job would start and end, in ms from now, when `slots` jobs may run at once and the first in the list goes first. */
export function simulate(
	jobs: readonly TimedJob[],
	slots: number,
): ReadonlyMap<string, {readonly from: number; readonly to: number}> {
	const names = new Set(jobs.map(({name}) => name));
	const missing = new Map(jobs.map(({name, needs}) => [name, needs.filter(need => names.has(need)).length]));
	const waitFor = Map.groupBy(
		jobs.flatMap(({name, needs}) => needs.map(need => ({name, need}))),
		({need}) => need,
	);
	const readyAt = new Map(jobs.map(({name, delay = 0}) => [name, delay]));
	const times = new Map<string, {from: number; to: number}>();
	const running: {readonly name: string; readonly to: number}[] = [];
	let waiting: readonly TimedJob[] = jobs;
	let now = 0;
	for (;;) {
		waiting = waiting.filter(job => {
			const ready = missing.get(job.name) === 0 && (readyAt.get(job.name) ?? 0) <= now;
			const starts = job.running || (running.length < slots && ready);
			if (starts) {
				times.set(job.name, {from: now, to: now + job.ms});
				running.push({name: job.name, to: now + job.ms});
			}

			return !starts;
		});
		running.sort((a, b) => a.to - b.to);
		const delayed = waiting.flatMap(({name}) => {
			const at = readyAt.get(name) ?? 0;
			return missing.get(name) === 0 && at > now ? [at] : [];
		});
		const soonest = Math.min(...delayed);
		if (soonest < (running[0]?.to ?? Number.POSITIVE_INFINITY)) {
			now = soonest;
			continue;
		}

		const next = running.shift();
		if (next === undefined) {
			// What is left waits in a circle, and never starts.
			return times;
		}

		now = next.to;
		for (const {name} of waitFor.get(next.name) ?? []) {
			const left = (missing.get(name) ?? 0) - 1;
			missing.set(name, left);
			if (left === 0) {
				readyAt.set(name, now + (readyAt.get(name) ?? 0));
			}
		}
	}
}

/** When the last of them ends. */
export function lastEnd(times: ReadonlyMap<string, {readonly to: number}>): number {
	return Math.max(0, ...[...times.values()].map(({to}) => to));
}
