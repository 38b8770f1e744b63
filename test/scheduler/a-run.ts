import type {Plan, PlannedJob} from '../../source/model/plan.js';
import type {RunEvent} from '../../source/model/run-event.js';
import type {JobState} from '../../source/model/run-state.js';
import type {Effect} from '../../source/scheduler/effect.js';
import type {Event} from '../../source/scheduler/event.js';
import {initialState} from '../../source/scheduler/initial-state.js';
import {reduce} from '../../source/scheduler/reduce.js';
import type {State} from '../../source/scheduler/state.js';

type JobChanges = Partial<Omit<PlannedJob, 'needs' | 'name'>> & {readonly needs?: readonly string[]};

/** A job of stage `test` that runs `true`, but for what is said. */
export function aJob(name: string, {needs, ...changes}: JobChanges = {}): PlannedJob {
	return {
		name,
		key: name,
		stage: 'test',
		position: {file: '.gitlab-ci.yml', line: 1, column: 1},
		scripts: {before: [], main: ['true'], after: []},
		artifactsFrom: [],
		when: 'on_success',
		allowFailure: false,
		retry: {max: 0, when: ['always'], exitCodes: []},
		variables: {},
		interruptible: false,
		tags: [],
		resolved: {},
		...changes,
		...(needs === undefined ? {} : {needs: needs.map(job => ({job, artifacts: true}))}),
	};
}

/** Stages in the order of `order`, else in which jobs name them first; jobs are put in the order of their stages. */
export function aPlan(jobs: readonly PlannedJob[], order: readonly string[] = []): Plan {
	const names = [...new Set([...order, ...jobs.map(job => job.stage)])].filter(name =>
		jobs.some(job => job.stage === name),
	);
	return {
		pipeline: {name: 'demo', repoUrl: '/demo', branch: 'main', commitHash: 'c0ffee', file: '.gitlab-ci.yml'},
		stages: names.map((name, place) => ({name, order: place})),
		jobs: names.flatMap(stage => jobs.filter(job => job.stage === stage)),
		leftOut: [],
		masked: [],
		warnings: [],
	};
}

export function aRun(
	jobs: readonly PlannedJob[],
	options: {
		readonly concurrency?: number;
		readonly previous?: ReadonlyMap<string, JobState>;
		readonly stages?: readonly string[];
	} = {},
): State {
	const {concurrency = 10, previous} = options;
	const more = previous === undefined ? {} : {previous};
	return initialState(aPlan(jobs, options.stages), {run: 1, concurrency, ...more});
}

export interface Played {
	readonly state: State;
	/** Of all events, in order. */
	readonly effects: readonly Effect[];
	readonly told: readonly RunEvent[];
}

export function play(state: State, ...events: readonly Event[]): Played {
	const effects: Effect[] = [];
	for (const event of events) {
		const next = reduce(state, event);
		state = next.state;
		effects.push(...next.effects);
	}

	return {state, effects, told: effects.flatMap(effect => (effect.type === 'tell' ? [effect.event] : []))};
}

export const started: Event = {type: 'run-started', at: 0};

export function passed(job: string, at: number, attempt = 1): Event {
	return {type: 'job-finished', job, attempt, outcome: {kind: 'success'}, at};
}

export function failed(job: string, at: number, attempt = 1, exitCode = 1): Event {
	return {type: 'job-finished', job, attempt, outcome: {kind: 'failed', exitCode}, at};
}

export function stopped(job: string, at: number, attempt = 1): Event {
	return {type: 'job-finished', job, attempt, outcome: {kind: 'canceled'}, at};
}

/** The status of each job by name, with the reason where it says more: `Pending needs`. */
export function standings({run}: Pick<State, 'run'>): Record<string, string> {
	return Object.fromEntries(
		[...run.jobs.values()].map(({name, status, reason, allowed}) => [
			name,
			[status, allowed ? 'allowed' : '', reasonOf(reason)].filter(Boolean).join(' '),
		]),
	);
}

function reasonOf(reason: JobState['reason']): string {
	if (reason === undefined) return '';
	switch (reason.kind) {
		case 'needs': {
			return `needs ${reason.jobs.join(',')}`;
		}

		case 'stage': {
			return `stage ${reason.stage}`;
		}

		case 'blocked': {
			return `blocked by ${reason.by}`;
		}

		case 'skipped': {
			return `skipped: ${reason.because ?? 'nothing'} ${reason.ended}`;
		}

		default: {
			return reason.kind;
		}
	}
}

/** What readers are told, shortened: `job-finished unit Failed`. */
export function inShort(events: readonly RunEvent[]): readonly string[] {
	return events.map(event => {
		const words: string[] = [event.type];
		if ('job' in event) words.push(event.job);
		if (event.type === 'job-started' || event.type === 'job-reopened') words.push(`#${event.attempt}`);
		if (event.type === 'stage-started' || event.type === 'stage-finished') words.push(event.stage);
		if ('status' in event) words.push(event.status);
		if (event.type === 'job-finished' && event.will_retry) words.push('again');
		return words.join(' ');
	});
}

/** Effects but for what is told. */
export function performed(effects: readonly Effect[]): readonly Effect[] {
	return effects.filter(effect => effect.type !== 'tell');
}
