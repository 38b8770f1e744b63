import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {PlannedJob} from '../../source/model/plan.js';
import type {RunEvent} from '../../source/model/run-event.js';
import type {JobState, RunState} from '../../source/model/run-state.js';
import {isSettled} from '../../source/model/status.js';
import type {Effect} from '../../source/scheduler/effect.js';
import type {Event} from '../../source/scheduler/event.js';
import {reduce} from '../../source/scheduler/reduce.js';
import {tallyOf} from '../../source/scheduler/standing.js';
import type {State} from '../../source/scheduler/state.js';
import {aRun, inShort, standings, started} from './a-run.js';
import {type Choice, generatedChoices, generatedJobs, Outside, pick} from './generated.js';

const settings = {seed: 20_261_123, numRuns: 1500};
const concurrency = fc.integer({min: 1, max: 4});

interface Step {
	readonly before: State;
	readonly state: State;
	readonly event: Event;
	readonly effects: readonly Effect[];
}

/** Plays choices, then lets everything that runs end and every timer fire until nothing is left. */
function story(jobs: readonly PlannedJob[], limit: number, choices: readonly Choice[], check: (step: Step) => void) {
	const outside = new Outside();
	const told: RunEvent[] = [];
	let state = aRun(jobs, {concurrency: limit});
	let clock = 0;
	let last: Event | undefined;
	const send = (event: Event | undefined): void => {
		if (event === undefined) return;
		const before = state;
		const next = reduce(state, event);
		outside.perform(next.effects);
		state = next.state;
		last = event;
		told.push(...next.effects.flatMap(effect => (effect.type === 'tell' ? [effect.event] : [])));
		check({before, state, event, effects: next.effects});
	};

	send(started);
	for (const choice of choices) send(eventOf(choice, ++clock, state, outside, last));
	send({type: 'hold-changed', held: false, at: ++clock});
	const limitOfSteps = jobs.length * 20;
	let steps = 0;
	while (outside.isBusy && steps++ < limitOfSteps) {
		send(outside.end(0, {kind: 'success'}, ++clock) ?? outside.acquire(0, clock) ?? outside.fire(0, clock));
	}

	return {state, told, outside, send, clock};
}

function eventOf(
	choice: Choice,
	at: number,
	state: State,
	outside: Outside,
	last: Event | undefined,
): Event | undefined {
	const job = pick([...state.run.jobs.values()], choice.which)?.name ?? '';
	switch (choice.kind) {
		case 'end': {
			return outside.end(choice.which, choice.outcome, at);
		}

		case 'timer': {
			return outside.fire(choice.which, at);
		}

		case 'acquire': {
			return outside.acquire(choice.which, at);
		}

		case 'cancel-job': {
			return {type: 'job-cancel-requested', job, at};
		}

		case 'cancel-run': {
			return {type: 'run-cancel-requested', at};
		}

		case 'retry': {
			return {type: 'job-retry-requested', job, at};
		}

		case 'retry-failed': {
			return {type: 'failed-retry-requested', at};
		}

		case 'play': {
			return {type: 'job-play-requested', job, at};
		}

		case 'hold': {
			return {type: 'hold-changed', held: choice.which % 2 === 0, at};
		}

		case 'twice': {
			return last?.type === 'job-finished' ? last : undefined;
		}
	}
}

function jobsOf(run: RunState): readonly JobState[] {
	return [...run.jobs.values()];
}

function runningIn(run: RunState): number {
	return jobsOf(run).filter(job => job.status === 'Running').length;
}

/** Jobs it must not run beside, or before: its needs, or all of the earlier stages. */
function waitedFor(job: PlannedJob, jobs: readonly PlannedJob[], stages: readonly string[]): readonly PlannedJob[] {
	if (job.needs !== undefined) return jobs.filter(other => job.needs?.some(need => need.job === other.name));
	return jobs.filter(other => stages.indexOf(other.stage) < stages.indexOf(job.stage));
}

describe('whatever happens, in whatever order', () => {
	test('no job starts before what it waits for has ended', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				story(jobs, limit, choices, ({before, state, effects}) => {
					const stages = state.run.stages.map(stage => stage.name);
					for (const effect of effects) {
						if (effect.type !== 'start-job') continue;
						const job = jobs.find(({name}) => name === effect.job);
						for (const other of job === undefined ? [] : waitedFor(job, jobs, stages)) {
							const {status, reason} = state.run.jobs.get(other.name) ?? {};
							const wasPassedBy =
								status === 'Pending' &&
								(reason?.kind === 'manual' || reason?.kind === 'blocked') &&
								(job?.needs === undefined || job.when === 'always');
							if (!wasPassedBy) expect(isSettled(status ?? 'Pending'), `${effect.job} before ${other.name}`).toBe(true);
						}
					}

					expect(before.run.jobs.size).toBe(state.run.jobs.size);
				});
			}),
			settings,
		);
	});

	test('the limit is never passed, and no slot stays empty while a job could start', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				story(jobs, limit, choices, ({state}) => {
					expect(runningIn(state.run)).toBeLessThanOrEqual(limit);
					const waits = jobsOf(state.run).some(job => job.status === 'Pending' && job.reason?.kind === 'slot');
					if (waits) expect(runningIn(state.run)).toBe(limit);
				});
			}),
			settings,
		);
	});

	test('jobs of one resource group never run at once, and only with the group', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				const {outside} = story(jobs, limit, choices, ({state}) => {
					const running = jobs.filter(({name}) => state.run.jobs.get(name)?.status === 'Running');
					const groups = running.flatMap(({resourceGroup}) => resourceGroup ?? []);
					expect(new Set(groups).size).toBe(groups.length);
					for (const track of state.jobs)
						if (track.standing === 'running' && jobs.find(job => job.name === track.job.name)?.resourceGroup)
							expect(track.resource).toBe('held');
				});
				expect(outside.given.size).toBe(0);
			}),
			settings,
		);
	});

	test('every run settles, and then nothing runs and every pending job waits for somebody', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				const {state, outside} = story(jobs, limit, choices, () => {});
				expect(outside.isBusy).toBe(false);
				expect(outside.given.size).toBe(0);
				expect(isSettled(state.run.status)).toBe(true);
				for (const {status, reason} of jobsOf(state.run)) {
					if (!isSettled(status))
						expect([status, reason?.kind]).toEqual(['Pending', expect.stringMatching(/^(manual|blocked)$/)]);
				}
			}),
			settings,
		);
	});

	test('after a cancel nothing runs any more once the jobs have gone', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				const plain = choices.filter(({kind}) => kind !== 'retry' && kind !== 'retry-failed' && kind !== 'play');
				const outside = new Outside();
				let state = aRun(jobs, {concurrency: limit});
				const send = (event: Event | undefined): void => {
					if (event === undefined) return;
					const next = reduce(state, event);
					outside.perform(next.effects);
					state = next.state;
				};

				send(started);
				for (const [at, choice] of plain.entries()) send(eventOf(choice, at, state, outside, undefined));
				const settledBefore = state.run.endedAt !== undefined;
				send({type: 'run-cancel-requested', at: 100});
				expect(outside.asked.size).toBe(0);
				while (outside.running.size > 0) send(outside.end(0, {kind: 'success'}, 101));
				expect(runningIn(state.run)).toBe(0);
				expect(isSettled(state.run.status)).toBe(true);
				if (!settledBefore) expect(jobsOf(state.run).every(job => isSettled(job.status))).toBe(true);
			}),
			settings,
		);
	});

	test('a finish that arrives twice changes nothing', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				story(jobs, limit, choices, ({state, event}) => {
					if (event.type !== 'job-finished') return;
					const again = reduce(state, event);
					expect(again.state).toBe(state);
					expect(again.effects).toEqual([]);
				});
			}),
			settings,
		);
	});

	test('every job has its last word told once for each time it was opened, in an order a reader can rely on', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				const {told, state} = story(jobs, limit, choices, () => {});
				expect(inShort(told)[0]).toBe('run-started');
				expect(told.at(-1)?.type).toBe('run-finished');
				const open = new Set(jobs.map(job => job.name));
				// Told as Pending it has not ended: it may still be canceled, or skipped because of one that was.
				const unplayed = new Set<string>();
				const running = new Map<string, number>();
				for (const event of told) {
					switch (event.type) {
						case 'job-reopened': {
							expect(open.has(event.job), `${event.job} is opened while open`).toBe(false);
							open.add(event.job);
							break;
						}

						case 'job-started': {
							expect(open.has(event.job) && !running.has(event.job)).toBe(true);
							running.set(event.job, event.attempt);
							break;
						}

						case 'job-finished': {
							expect(open.has(event.job) || unplayed.has(event.job), `${event.job} ends twice`).toBe(true);
							if (event.status === 'Pending') unplayed.add(event.job);
							else unplayed.delete(event.job);
							if (running.has(event.job)) expect(event.attempt).toBe(running.get(event.job));
							running.delete(event.job);
							if (!event.will_retry) open.delete(event.job);
							break;
						}

						case 'run-finished': {
							expect([...open]).toEqual([]);
							expect(running.size).toBe(0);
							break;
						}

						default: {
							break;
						}
					}
				}

				for (const job of jobsOf(state.run)) {
					const finishes = told.filter(event => event.type === 'job-finished' && event.job === job.name);
					expect(finishes.at(-1)).toMatchObject({status: job.status});
				}
			}),
			settings,
		);
	});

	test('the numbers of attempts count up from 1 and none is used twice', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				const {state} = story(jobs, limit, choices, () => {});
				for (const {attempts} of jobsOf(state.run)) {
					expect(attempts.map(attempt => attempt.number)).toEqual(attempts.map((_, place) => place + 1));
				}
			}),
			settings,
		);
	});

	test('the counts kept beside the jobs are right, and untouched jobs stay the same objects', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				story(jobs, limit, choices, ({state, before, event}) => {
					const tracks = [...state.jobs];
					expect(state.tally).toEqual(tallyOf(tracks.map(track => track.standing)));
					expect(state.running).toBe(tracks.filter(track => track.standing === 'running').length);
					for (const [stage, {tally}] of state.stages.entries()) {
						expect(tally).toEqual(tallyOf((state.graph.jobsOf[stage] ?? []).map(job => state.jobs.get(job).standing)));
					}

					for (const [number, track] of tracks.entries()) {
						const needs = state.graph.needsOf[number];
						if (needs) expect(track.needs).toEqual(tallyOf(needs.map(need => state.jobs.get(need).standing)));
					}

					if (event.type === 'job-phase-changed') expect(state.run.stages).toBe(before.run.stages);
				});
			}),
			{...settings, numRuns: 300},
		);
	});

	test('a new process takes a settled run for what it was, and a retry of it settles again', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				const {state: left} = story(jobs, limit, choices, () => {});
				const previous = new Map(jobsOf(left.run).map(job => [job.name, job]));
				const outside = new Outside();
				let next = reduce(aRun(jobs, {concurrency: limit, previous}), started);
				outside.perform(next.effects);
				expect(standings(next.state)).toEqual(standings(left));
				expect(next.effects.map(effect => (effect.type === 'tell' ? effect.event.type : effect.type))).toEqual([
					'run-started',
				]);
				next = reduce(next.state, {type: 'failed-retry-requested', at: 1});
				outside.perform(next.effects);
				for (let step = 2; outside.isBusy && step < 500; step++) {
					const event = outside.end(0, {kind: 'success'}, step) ?? outside.acquire(0, step) ?? outside.fire(0, step);
					if (event === undefined) break;
					next = reduce(next.state, event);
					outside.perform(next.effects);
				}

				expect(isSettled(next.state.run.status)).toBe(true);
				expect(next.state.tally.live).toBe(0);
			}),
			settings,
		);
	});

	test('the same events make the same run, and no state is changed once it was given out', () => {
		fc.assert(
			fc.property(generatedJobs, concurrency, generatedChoices, (jobs, limit, choices) => {
				const seen: {readonly state: State; readonly shown: string}[] = [];
				const show = (state: State): string =>
					JSON.stringify([state.run, [...state.jobs], state.stages, state.tally, state.ready ?? null]);
				const first = story(jobs, limit, choices, ({state}) => seen.push({state, shown: show(state)}));
				for (const {state, shown} of seen) expect(show(state)).toBe(shown);
				const second = story(jobs, limit, choices, () => {});
				expect(second.told).toEqual(first.told);
			}),
			{...settings, numRuns: 200},
		);
	});
});
