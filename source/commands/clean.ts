import type {ReportDependencies} from './report-dependencies.js';

export interface CleanDependencies extends Pick<ReportDependencies, 'store' | 'out' | 'now'> {
	/** Removes containers, volumes and networks whose process is gone; answers what it removed, in words. */
	sweep(): Promise<readonly string[]>;
	/** Removes the caches of jobs; answers what it removed, in words. */
	clearCaches(): Promise<readonly string[]>;
}

export interface CleanOptions {
	readonly json: boolean;
	/** How many of the newest runs stay; all of them when it is not given. */
	readonly keep?: number | undefined;
	/** The caches go, too. */
	readonly cache?: boolean | undefined;
}

/** Removes what runs left behind, old runs when told how many to keep, and caches when told to; what is running is never touched. Answers the exit code. */
export async function clean(dependencies: CleanDependencies, options: CleanOptions): Promise<number> {
	const {store, out, now, sweep, clearCaches} = dependencies;
	const interrupted = await store.settleInterrupted(now());
	const removed = options.keep === undefined ? [] : await store.removeRuns(options.keep);
	const swept = [...(await sweep()), ...(options.cache === true ? await clearCaches() : [])];
	if (options.json) {
		out.write(`${JSON.stringify({removed_runs: removed, settled_runs: interrupted, removed: swept})}\n`);
		return 0;
	}

	for (const run of interrupted) out.write(`run ${run} is settled as canceled: the process that ran it is gone\n`);
	for (const text of swept) out.write(`removed ${text}\n`);
	if (removed.length > 0) out.write(`removed ${removed.length === 1 ? 'run' : 'runs'} ${ranges(removed)}\n`);
	if (interrupted.length + swept.length + removed.length === 0) out.write('nothing to clean\n');
	return 0;
}

/** `1–3, 7` */
function ranges(numbers: readonly number[]): string {
	const found: {first: number; last: number}[] = [];
	for (const number of [...numbers].sort((a, b) => a - b)) {
		const range = found.at(-1);
		if (range?.last === number - 1) range.last = number;
		else found.push({first: number, last: number});
	}

	return found.map(({first, last}) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}
