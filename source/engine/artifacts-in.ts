import {access} from 'node:fs/promises';
import type {PlannedJob} from '../model/plan.js';
import type {AttemptState, JobTable} from '../model/run-state.js';

/**
 * The artifact archives that a job gets of others, in their order: of each, those of the newest
 * attempt that passed; else, as a failed job may leave some too, of the newest that left any.
 */
export async function artifactsIn(
	{artifactsFrom}: Pick<PlannedJob, 'artifactsFrom'>,
	jobs: JobTable,
	fileOf: (job: string, attempt: number) => string,
): Promise<readonly string[]> {
	const found = await Promise.all(
		artifactsFrom.map(name => firstThatExists(attemptsToTakeFrom(jobs, name).map(number => fileOf(name, number)))),
	);
	return found.filter(file => file !== undefined);
}

/** The attempts of a job that others may take from, in the order to try. */
export function attemptsToTakeFrom(jobs: JobTable, name: string): readonly number[] {
	return newestPassedFirst(jobs.get(name)?.attempts ?? []).map(({number}) => number);
}

function newestPassedFirst(attempts: readonly AttemptState[]): readonly AttemptState[] {
	const newest = attempts.toReversed();
	return [...newest.filter(({status}) => status === 'Success'), ...newest.filter(({status}) => status === 'Failed')];
}

async function firstThatExists(files: readonly string[]): Promise<string | undefined> {
	for (const file of files) {
		try {
			await access(file);
			return file;
		} catch {
			// Not written, as nothing matched: an older attempt's may be there.
		}
	}

	return undefined;
}
