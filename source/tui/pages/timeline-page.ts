import type {Plan} from '../../model/plan.js';
import type {JobState, RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {formatDuration} from '../../report/duration.js';
import {criticalPath, type Estimate, needsOf, savedBySlot} from '../history/estimate.js';
import type {JobHistory} from '../history/job-history.js';
import {clockText} from '../text/clock.js';
import {columns, cutMiddle} from '../text/cut.js';
import {type Row, type Span, span} from '../text/row.js';
import {glyphOf, lookOfJob, looks, type Theme} from '../theme.js';
import type {Item, Page} from './page.js';

export interface TimelineView {
	readonly state: RunState;
	readonly plan: Plan;
	readonly historyOf: (job: string) => JobHistory;
	readonly estimate: Estimate | undefined;
	readonly slots: number | undefined;
	readonly sort: TimelineSort;
	/** Only the jobs that made the run as long as it is. */
	readonly criticalOnly: boolean;
	readonly now: number;
	readonly tick: number;
	readonly width: number;
	readonly theme: Theme;
}

export type TimelineSort = 'file' | 'start' | 'duration';

/** When each job waited, ran and will run, on one scale; which of them the run waited for, and what a slot more would save. */
export function timelinePage(view: TimelineView): Page {
	const {state, plan, sort, criticalOnly, now, estimate, theme} = view;
	const from = state.startedAt ?? now;
	const to = Math.max(from + 1000, state.endedAt ?? now, estimate?.endsAt ?? 0);
	const path = criticalPath(plan, name => endOf(view, state.jobs.get(name)));
	const jobs = [...state.jobs.values()]
		.filter(job => !criticalOnly || path.includes(job.name))
		.sort((a, b) =>
			sort === 'file' ? 0 : sort === 'start' ? startOf(a) - startOf(b) : tookOf(b, now) - tookOf(a, now),
		);
	const {waited: wait, ran: run, expected} = theme.symbols;
	const legend = `* critical path ${clockText(lengthOf(view, path))}   ${wait} waited   ${run} ran   ${expected} expected`;
	return {
		title: `TIMELINE  ${sort === 'file' ? '' : `by ${sort}`}${criticalOnly ? ' critical path only' : ''}`,
		head: [scale(view, from, to)],
		items: jobs.map(job => item(job, path.includes(job.name), from, to, view)),
		foot: [[span(` ${legend}`, {dim: true})], [span(` ${verdict(view)}`)]],
	};
}

/** Of the column of names: as wide as they are, up to a third of the screen. */
function nameWidthOf({plan, width}: TimelineView): number {
	const widest = Math.max(0, ...plan.jobs.map(({name}) => columns(name)));
	return Math.max(24, Math.min(widest + 5, Math.floor(width / 3)));
}

const noteWidth = 26;

function item(job: JobState, critical: boolean, from: number, to: number, view: TimelineView): Item {
	const {theme, tick, width} = view;
	const look = lookOfJob(job);
	const nameWidth = nameWidthOf(view);
	const name = cutMiddle(job.name, nameWidth - 5, theme.symbols.ellipsis);
	const bar = barOf(job, from, to, Math.max(10, width - nameWidth - noteWidth), view);
	return {
		row: [
			span(critical ? '*' : ' ', {bold: true, color: 'yellow'}),
			span(glyphOf(look, theme, tick), looks[look].style),
			span(` ${name}${' '.repeat(nameWidth - 4 - columns(name))}`),
			...bar,
			span(` ${noteOf(job, view)}`, {dim: true}),
		],
		target: {kind: 'job', job: job.name},
	};
}

/** Waiting, attempts, and what is expected, each at its place on the scale. */
function barOf(job: JobState, from: number, to: number, cells: number, view: TimelineView): readonly Span[] {
	const {state, plan, now, estimate, theme} = view;
	const {waited: wait, ran: run, expected} = theme.symbols;
	const place = (at: number) => Math.min(cells, Math.max(0, Math.round(((at - from) / (to - from)) * cells)));
	const marks: string[] = Array.from({length: cells}, () => ' ');
	const fill = (start: number, end: number, mark: string) =>
		marks.fill(mark, place(start), Math.max(place(start) + 1, place(end)));
	const [first] = job.attempts;
	if (first !== undefined) {
		const ready = Math.max(
			from,
			...needsOf(plan, job.name).map(name => state.jobs.get(name)?.attempts.at(-1)?.endedAt ?? from),
		);
		if (place(ready) < place(first.startedAt)) {
			fill(ready, first.startedAt, wait);
		}
	}

	const ahead = estimate?.jobs.get(job.name);
	if (ahead !== undefined) {
		fill(ahead.from, ahead.to, expected);
	}

	for (const attempt of job.attempts) {
		fill(attempt.startedAt, attempt.endedAt ?? now, run);
		if (attempt !== job.attempts.at(-1)) {
			marks[Math.min(cells - 1, Math.max(0, place(attempt.endedAt ?? now) - 1))] = theme.symbols.retry;
		}
	}

	return [span(marks.join(''), looks[lookOfJob(job)].style)];
}

/** `1:02  usual 0:38, +63%` */
function noteOf(job: JobState, {historyOf, now}: TimelineView): string {
	const {p50} = historyOf(job.name);
	const took = job.attempts.length === 0 ? undefined : tookOf(job, now);
	const slower = slowerBy(took, p50);
	return [
		took === undefined ? '' : formatDuration(took).padStart(5),
		p50 === undefined ? '' : ` usual ${formatDuration(p50)}`,
		slower === undefined || slower < 20 ? '' : ` +${slower}%`,
	].join('');
}

function scale(view: TimelineView, from: number, to: number): Row {
	const {width} = view;
	const nameWidth = nameWidthOf(view);
	const cells = Math.max(10, width - nameWidth - noteWidth);
	const steps = Math.max(1, Math.floor(cells / 16));
	const marks = Array.from({length: steps}, (_, index) =>
		clockText(((to - from) * index) / steps).padEnd(Math.floor(cells / steps)),
	);
	return [span(' '.repeat(nameWidth)), span(marks.join(''), {dim: true})];
}

/** What can be said of the run's length. */
function verdict(view: TimelineView): string {
	const {state, plan, slots, now, historyOf} = view;
	const took = (name: string) => {
		const job = state.jobs.get(name);
		return job === undefined || !isSettled(job.status) || job.attempts.length === 0
			? historyOf(name).p50
			: tookOf(job, now);
	};
	const saved = slots === undefined ? undefined : savedBySlot(plan, took, slots);
	const slot =
		saved === undefined
			? ''
			: saved < 1000
				? `A slot more than ${slots} would save nothing.`
				: `A slot more than ${slots} would save about ${clockText(saved)}.`;
	const slowest = [...state.jobs.values()]
		.filter(job => job.attempts.length > 0)
		.sort((a, b) => tookOf(b, now) - tookOf(a, now))[0];
	return [slot, slowest === undefined ? '' : `Slowest: ${slowest.name}, ${formatDuration(tookOf(slowest, now))}.`]
		.filter(text => text !== '')
		.join('  ');
}

/** In percent of what is usual. */
function slowerBy(took: number | undefined, usual: number | undefined): number | undefined {
	return took === undefined || usual === undefined || usual < 1000 ? undefined : Math.round((took / usual - 1) * 100);
}

function lengthOf(view: TimelineView, path: readonly string[]): number {
	const {state, now} = view;
	return path.reduce((sum, name) => {
		const job = state.jobs.get(name);
		return sum + (job === undefined ? 0 : tookOf(job, now) + delayOf(job, view));
	}, 0);
}

/** How long a delayed job was made to wait once it could have started. */
function delayOf(job: JobState, {state, plan, now}: TimelineView): number {
	const delay = plan.jobs.find(({name}) => name === job.name)?.startInMs ?? 0;
	const ends = needsOf(plan, job.name).map(name => state.jobs.get(name)?.attempts.at(-1)?.endedAt);
	if (delay === 0 || ends.includes(undefined)) {
		return 0;
	}

	const ready = Math.max(state.startedAt ?? now, ...ends.filter(end => end !== undefined));
	return Math.min(delay, Math.max(0, (job.attempts[0]?.startedAt ?? state.endedAt ?? now) - ready));
}

function endOf({now, estimate}: TimelineView, job: JobState | undefined): number | undefined {
	const attempt = job?.attempts.at(-1);
	if (job?.reason?.kind === 'delayed') {
		return estimate?.jobs.get(job.name)?.to ?? job.reason.until;
	}

	return job === undefined ? undefined : (estimate?.jobs.get(job.name)?.to ?? attempt?.endedAt ?? (attempt && now));
}

function startOf({attempts}: JobState): number {
	return attempts[0]?.startedAt ?? Number.MAX_SAFE_INTEGER;
}

function tookOf({attempts}: JobState, now: number): number {
	return attempts.reduce((sum, {startedAt, endedAt}) => sum + (endedAt ?? now) - startedAt, 0);
}
