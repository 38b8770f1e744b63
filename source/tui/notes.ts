import {reasonText} from '../model/reason.js';
import type {JobState, RunState} from '../model/run-state.js';
import {jobsIn, type PlacedJob} from './placed-job.js';
import {columns, cut} from './text/cut.js';

/** Pull or prepare progress of a job. */
export type Progress = {readonly text: string; readonly fraction?: number} | undefined;

/** What the user should know beside the job's name: why it waits, what it does, why it failed. */
export function jobNote(job: JobState, now: number, progress?: Progress): string {
	return jobNotes(job, now, progress)[0] ?? '';
}

/** The same in wordings of different lengths, the longest first. */
export function jobNotes(job: JobState, now: number, progress?: Progress): readonly string[] {
	switch (job.status) {
		case 'Running': {
			return progress?.fraction === undefined
				? [progress?.text ?? phaseText(job)]
				: [`${progress.text} ${percent(progress.fraction)}`, percent(progress.fraction)];
		}

		case 'Success': {
			return [];
		}

		case 'Failed': {
			const reasons = reasonNotes(job, now);
			return job.allowed ? [...reasons.map(reason => `${reason}, allowed`), 'allowed'] : reasons;
		}

		default: {
			return reasonNotes(job, now);
		}
	}
}

/**
 * The longest wording that fits; none where even the shortest would be cut: the glyph says it too. What is only the
 * beginning of the whole goes on as far as there is room, with a sign that something is missing.
 */
export function fittingNote(notes: readonly string[], room: number, ellipsis = '…'): string {
	const note = notes.find(one => columns(one) <= room) ?? '';
	const [whole = ''] = notes;
	return note !== '' && note !== whole && whole.startsWith(note) && room >= columns(note) + worthMore
		? `${cut(whole, 0, room - columns(ellipsis)).trimEnd()}${ellipsis}`
		: note;
}

/** Fewer columns than these would say nothing more. */
const worthMore = 8;

/** Columns that the tree would like to have for its names and what is beside them. */
export function wantedWidth(state: RunState, now: number): number {
	const widths = jobsIn(state).map(place => {
		const {job} = place;
		const note = columns(jobNote(job, now));
		return (
			rowMargin + depthOf(place) * indent + columns(job.name) + (note === 0 ? roomForNote : Math.max(note, roomForNote))
		);
	});
	return Math.max(0, ...widths);
}

/** Columns that a child's rows are set in. */
export const indent = 4;

function depthOf({parent}: PlacedJob): number {
	return parent === undefined ? 0 : depthOf(parent) + 1;
}

/** Marker, indent, glyph, the spaces between, and a duration. */
const rowMargin = 17;
/** So that the panes do not move each time a job ends. */
const roomForNote = 10;

function reasonNotes({reason}: JobState, now: number): readonly string[] {
	if (reason === undefined) {
		return [];
	}

	const full = reasonText(reason, now);
	switch (reason.kind) {
		case 'needs': {
			const [first = '', ...more] = reason.jobs;
			const count = `waits for ${reason.jobs.length} jobs`;
			return more.length === 0 ? [full, 'waits'] : [full, `waits for ${first} +${more.length}`, count, 'waits'];
		}

		case 'stage': {
			return [full, `waits for ${reason.stage}`, 'waits'];
		}

		case 'slot': {
			return [full, 'queued'];
		}

		case 'blocked': {
			return [full, `waits for ${reason.by}`, 'waits'];
		}

		case 'skipped': {
			return reason.because === undefined ? [full, 'skipped'] : [full, `skipped: ${reason.because}`, 'skipped'];
		}

		case 'user': {
			return [full, 'canceled'];
		}

		case 'runner': {
			return [full, 'runner error'];
		}

		case 'interrupted': {
			return [full, 'interrupted'];
		}

		default: {
			return [full];
		}
	}
}

function percent(fraction: number): string {
	return `${Math.round(fraction * 100)}%`;
}

function phaseText(job: JobState): string {
	switch (job.phase) {
		case 'preparing': {
			return 'preparing';
		}

		case 'canceling': {
			return 'canceling (x again kills)';
		}

		case 'after_script': {
			return 'after_script';
		}

		case 'artifacts': {
			return 'saving artifacts';
		}

		default: {
			return '';
		}
	}
}
