import type {JobState, RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {jobNote} from '../notes.js';
import {type Row, span} from '../text/row.js';

export interface NoLogView {
	readonly state: RunState;
	readonly job: JobState | undefined;
	readonly stage: string | undefined;
	readonly now: number;
	readonly controllable: boolean;
}

/** What is said instead of a log when there is none: why the job has not run, and what can be done about it. */
export function noLogRows({state, job, stage, now, controllable}: NoLogView): readonly Row[] {
	if (job === undefined) {
		return stage === undefined ? [] : stageRows(state, stage, now);
	}

	const note = jobNote(job, now);
	return [
		[],
		[span('  '), span(note === '' ? 'has not started' : note, {bold: true})],
		[],
		[span(`  ${controllable ? hint(job) : ''}`, {dim: true})],
	];
}

function hint({status, reason}: JobState): string {
	switch (reason?.kind) {
		case 'manual': {
			return 'p plays it.';
		}

		case 'skipped': {
			return reason.because === undefined ? '' : `It gets another chance when ${reason.because} is retried.`;
		}

		case 'held': {
			return 'P lets the run go on.';
		}

		default: {
			return isSettled(status) ? 'r runs it.' : 'Its log appears here when it starts.';
		}
	}
}

function stageRows(state: RunState, stage: string, now: number): readonly Row[] {
	const jobs = [...state.jobs.values()].filter(job => job.stage === stage);
	return [
		[],
		...jobs.map(
			(job): Row => [
				span(`  ${job.name}`, {bold: true}),
				span(`  ${job.status}  `),
				span(jobNote(job, now), {dim: true}),
			],
		),
	];
}
