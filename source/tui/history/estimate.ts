import type {Plan, PlannedJob} from '../../model/plan.js';
import type {JobState, RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {lastEnd, simulate, type TimedJob} from './simulate.js';

/** What the past says of the future. Times are ms since the epoch. */
export interface Estimate {
	readonly endsAt: number;
	/** Of the jobs that have not ended and will run by themselves. */
	readonly jobs: ReadonlyMap<string, {readonly from: number; readonly to: number}>;
}

export interface EstimateInput {
	readonly state: RunState;
	readonly plan: Plan;
	/** How long a job usually takes, in ms. */
	readonly usual: (job: string) => number | undefined;
	/** How many jobs run at once; undefined: as many as can. */
	readonly slots: number | undefined;
	readonly now: number;
}

/** Runs the rest of the run in the mind; undefined when nothing is left, or a job has no past to judge it by. */
export function estimate({state, plan, usual, slots, now}: EstimateInput): Estimate | undefined {
	const open = [...state.jobs.values()].filter(job => !isSettled(job.status) && !waitsForUser(job));
	const expected = open.map(job => usual(job.name));
	if (open.length === 0 || expected.every(ms => ms === undefined)) {
		return undefined;
	}

	const known = expected.filter(ms => ms !== undefined).sort((a, b) => a - b);
	const typical = known[Math.floor(known.length / 2)] ?? 0;
	const timed = open.map((job, index): TimedJob => {
		const ms = expected[index] ?? typical;
		const started = job.status === 'Running' ? job.attempts.at(-1)?.startedAt : undefined;
		return {
			name: job.name,
			// What takes longer than usual is about to end.
			ms: started === undefined ? ms : Math.max(1000, ms - (now - started)),
			needs: needsOf(plan, job.name),
			running: started !== undefined,
			delay: delayOf(job, plan, now),
		};
	});
	const times = simulate(timed, slots ?? Number.POSITIVE_INFINITY);
	const jobs = new Map([...times].map(([name, {from, to}]) => [name, {from: now + from, to: now + to}]));
	return {endsAt: now + lastEnd(times), jobs};
}

/** The names of the jobs a job waits for: its needs, else every job of the stages before. */
export function needsOf(plan: Plan, name: string): readonly string[] {
	const job = plan.jobs.find(one => one.name === name);
	return job === undefined ? [] : (job.needs?.map(need => need.job) ?? earlier(plan, job));
}

/** The jobs that made the run as long as it was: each the one that the next waited for. First to last. */
export function criticalPath(plan: Plan, endOf: (job: string) => number | undefined): readonly string[] {
	const latest = (names: readonly string[]) =>
		names.reduce<string | undefined>(
			(a, b) => ((endOf(b) ?? -1) > (a === undefined ? -1 : (endOf(a) ?? -1)) ? b : a),
			undefined,
		);
	const path: string[] = [];
	for (let at = latest(plan.jobs.map(job => job.name)); at !== undefined; at = latest(needsOf(plan, at))) {
		path.unshift(at);
	}

	return path;
}

/** How much sooner, in ms, the whole run would have ended with one slot more. */
export function savedBySlot(plan: Plan, durationOf: (job: string) => number | undefined, slots: number): number {
	const jobs = plan.jobs.flatMap((job): readonly TimedJob[] => {
		const ms = durationOf(job.name);
		return ms === undefined ? [] : [{name: job.name, ms, needs: needsOf(plan, job.name), running: false}];
	});
	return lastEnd(simulate(jobs, slots)) - lastEnd(simulate(jobs, slots + 1));
}

/** Of a job that waits for its time what is left of it, of one that will have to all of it; 0 for others. */
function delayOf({name, status, reason, attempts}: JobState, plan: Plan, now: number): number {
	if (status !== 'Pending' || attempts.length > 0 || reason?.kind === 'slot') {
		return 0;
	}

	return reason?.kind === 'delayed'
		? Math.max(0, reason.until - now)
		: (plan.jobs.find(job => job.name === name)?.startInMs ?? 0);
}

function waitsForUser({status, reason}: JobState): boolean {
	return status === 'Pending' && (reason?.kind === 'manual' || reason?.kind === 'blocked');
}

function earlier({stages, jobs}: Plan, {stage}: PlannedJob): readonly string[] {
	const order = stages.find(({name}) => name === stage)?.order ?? 0;
	const before = new Set(stages.filter(one => one.order < order).map(({name}) => name));
	return jobs.filter(job => before.has(job.stage)).map(({name}) => name);
}
