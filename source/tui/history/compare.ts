import type {Status} from '../../model/status.js';
import type {RunDocument} from '../../store/store.js';
import {durationOf, lastAttempt} from './job-history.js';

/** One job in two runs. */
export interface JobDifference {
	readonly job: string;
	readonly before: Status | undefined;
	readonly after: Status | undefined;
	/** How much longer it took, in ms; undefined when it did not run in both. */
	readonly slower: number | undefined;
	/** It failed and had not before, or the other way round. */
	readonly change: 'broken' | 'mended' | undefined;
}

/** What is different in a later run, in its order; what broke first. */
export function compareRuns(before: RunDocument, after: RunDocument): readonly JobDifference[] {
	const names = new Set([...after.job_executions, ...before.job_executions].map(({name}) => name));
	const all = [...names].map((job): JobDifference => {
		const [old, fresh] = [lastAttempt(before.job_executions, job), lastAttempt(after.job_executions, job)];
		const [took, takes] = [old && durationOf(old), fresh && durationOf(fresh)];
		return {
			job,
			before: old?.status,
			after: fresh?.status,
			slower: took === undefined || takes === undefined ? undefined : takes - took,
			change:
				fresh?.status === 'Failed' && old?.status !== 'Failed'
					? 'broken'
					: old?.status === 'Failed' && fresh?.status === 'Success'
						? 'mended'
						: undefined,
		};
	});
	const rank = ({change}: JobDifference) => (change === 'broken' ? 0 : change === 'mended' ? 1 : 2);
	return all.sort((a, b) => rank(a) - rank(b));
}
