import fc from 'fast-check';
import type {Outcome} from '../../source/model/outcome.js';
import type {PlannedJob, When} from '../../source/model/plan.js';
import type {Effect} from '../../source/scheduler/effect.js';
import type {Event, Timer} from '../../source/scheduler/event.js';
import {aJob} from './a-run.js';

const stages = ['build', 'test', 'deploy'];

/** Up to twelve jobs of three stages; needs name jobs generated before, so there are no cycles but needs within a stage. */
export const generatedJobs: fc.Arbitrary<readonly PlannedJob[]> = fc
	.array(
		fc.record({
			stage: fc.integer({min: 0, max: 2}),
			needs: fc.option(fc.array(fc.nat(11), {maxLength: 3}), {nil: undefined}),
			when: fc.constantFrom<When>(
				'on_success',
				'on_success',
				'on_success',
				'on_failure',
				'always',
				'manual',
				'delayed',
			),
			allowFailure: fc.oneof(fc.boolean(), fc.constant({exitCodes: [1]})),
			max: fc.integer({min: 0, max: 2}),
			timeoutMs: fc.option(fc.constant(1000), {nil: undefined}),
			resourceGroup: fc.option(fc.constantFrom('one', 'two'), {nil: undefined, freq: 2}),
		}),
		{minLength: 1, maxLength: 12},
	)
	.map(shapes => {
		const ordered = shapes.toSorted((one, other) => one.stage - other.stage);
		return ordered.map(({stage, needs, max, timeoutMs, resourceGroup, ...shape}, place) =>
			aJob(`job ${place}`, {
				...shape,
				stage: stages[stage] ?? 'build',
				startInMs: 10,
				retry: {max, when: ['always'], exitCodes: []},
				...(timeoutMs === undefined ? {} : {timeoutMs}),
				...(resourceGroup === undefined ? {} : {resourceGroup}),
				...(needs === undefined
					? {}
					: {needs: [...new Set(needs.filter(need => need < place))].map(need => `job ${need}`)}),
			}),
		);
	});

/** What somebody or something does next: the numbers choose among what is possible then. */
export interface Choice {
	readonly kind:
		| 'end'
		| 'end'
		| 'timer'
		| 'acquire'
		| 'cancel-job'
		| 'cancel-run'
		| 'retry'
		| 'retry-failed'
		| 'play'
		| 'hold'
		| 'twice';
	readonly which: number;
	readonly outcome: Outcome;
}

export const generatedChoices: fc.Arbitrary<readonly Choice[]> = fc.array(
	fc.record({
		kind: fc.constantFrom<Choice['kind']>(
			...([
				'end',
				'end',
				'end',
				'end',
				'end',
				'timer',
				'timer',
				'acquire',
				'acquire',
				'cancel-job',
				'retry',
				'play',
				'hold',
				'twice',
			] as const),
			...(['cancel-run', 'retry-failed'] as const),
		),
		which: fc.nat(1000),
		outcome: fc.oneof(
			{weight: 3, arbitrary: fc.constant<Outcome>({kind: 'success'})},
			{weight: 2, arbitrary: fc.integer({min: 1, max: 2}).map<Outcome>(exitCode => ({kind: 'failed', exitCode}))},
			{weight: 1, arbitrary: fc.constant<Outcome>({kind: 'out-of-memory', exitCode: 137})},
		),
	}),
	{maxLength: 60},
);

/** Performs effects as an engine would, without running anything: which attempts run and which timers tick. */
export class Outside {
	readonly running = new Map<string, {readonly job: string; readonly attempt: number; stops: number}>();
	readonly timers = new Map<string, Timer>();
	/** Resource groups by job: asked for, and given. */
	readonly asked = new Map<string, string>();
	readonly given = new Map<string, string>();

	/** Something will still happen by itself. */
	get isBusy(): boolean {
		return this.running.size + this.timers.size + this.asked.size > 0;
	}

	perform(effects: readonly Effect[]): void {
		for (const effect of effects) {
			switch (effect.type) {
				case 'start-job': {
					this.running.set(effect.job, {job: effect.job, attempt: effect.attempt, stops: 0});
					break;
				}

				case 'stop-job': {
					const attempt = this.running.get(effect.job);
					if (attempt?.attempt !== effect.attempt) throw new Error(`stops ${effect.job}, which does not run`);
					attempt.stops++;
					break;
				}

				case 'start-timer': {
					this.timers.set(JSON.stringify(effect.timer), effect.timer);
					break;
				}

				case 'stop-timer': {
					this.timers.delete(JSON.stringify(effect.timer));
					break;
				}

				case 'acquire-resource': {
					const others = [...this.asked.values(), ...this.given.values()];
					if (others.includes(effect.group)) throw new Error(`${effect.job} asks for what this run has`);
					this.asked.set(effect.job, effect.group);
					break;
				}

				case 'release-resource': {
					if (!this.asked.delete(effect.job) && !this.given.delete(effect.job))
						throw new Error(`${effect.job} gives back what it has not`);
					break;
				}

				case 'tell': {
					break;
				}
			}
		}
	}

	end(which: number, outcome: Outcome, at: number): Event | undefined {
		const attempt = pick([...this.running.values()], which);
		if (attempt === undefined) return undefined;
		this.running.delete(attempt.job);
		const {job, attempt: number, stops} = attempt;
		return {type: 'job-finished', job, attempt: number, outcome: stops > 0 ? {kind: 'canceled'} : outcome, at};
	}

	acquire(which: number, at: number): Event | undefined {
		const asked = pick([...this.asked], which);
		if (asked === undefined) return undefined;
		const [job, group] = asked;
		this.asked.delete(job);
		this.given.set(job, group);
		return {type: 'resource-acquired', job, group, at};
	}

	fire(which: number, at: number): Event | undefined {
		const timer = pick([...this.timers.values()], which);
		if (timer === undefined) return undefined;
		this.timers.delete(JSON.stringify(timer));
		return {type: 'timer-fired', timer, at};
	}
}

export function pick<T>(items: readonly T[], which: number): T | undefined {
	return items[which % Math.max(1, items.length)];
}
