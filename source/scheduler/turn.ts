import type {PlannedJob} from '../model/plan.js';
import type {Reason} from '../model/reason.js';
import type {RunEvent} from '../model/run-event.js';
import type {JobState, RunState, StageState} from '../model/run-state.js';
import type {Effect} from './effect.js';
import {at as itemAt} from './graph.js';
import {type Heap, withNumber, withoutSmallest} from './heap.js';
import {JobsByName} from './jobs-by-name.js';
import {groupOf, hasEnded, moved, type Tally} from './standing.js';
import {type JobTrack, type Next, nextAttempt, type StageTrack, type State} from './state.js';
import {isoTime} from './telling.js';
import type {VectorEdit} from './vector.js';

/**
 * One event being worked in: a state that may be changed, and what its changes ask for. Everything that follows from
 * a job's standing (counts, who must look again) happens in `put`, so no rule can forget it.
 */
export class Turn {
	/** ms since the epoch. */
	readonly at: number;
	readonly graph: State['graph'];
	readonly effects: Effect[] = [];
	/** Stages of which a job has changed its standing. */
	readonly changedStages = new Set<number>();
	/** A stage has changed in a way that jobs of later stages may see. */
	gatesAreOld = false;
	canceled: Reason | undefined;
	started: boolean;
	run: RunState;
	tally: Tally;
	running: number;

	readonly #before: State;
	readonly #jobs: VectorEdit<JobTrack>;
	readonly #stages: StageTrack[];
	readonly #stageStates: StageState[];
	#stagesChanged = false;
	#ready: Heap;
	/** Jobs to look at again, because what they wait for has changed. */
	readonly #unsure = new Set<number>();

	constructor(state: State, at: number) {
		this.at = at;
		this.graph = state.graph;
		this.canceled = state.canceled;
		this.started = state.started;
		this.run = state.run;
		this.tally = state.tally;
		this.running = state.running;
		this.#before = state;
		this.#jobs = state.jobs.edit();
		this.#stages = [...state.stages];
		this.#stageStates = [...state.run.stages];
		this.#ready = state.ready;
	}

	get concurrency(): number {
		return this.#before.concurrency;
	}

	planned(number: number): PlannedJob {
		return itemAt(this.graph.jobs, number);
	}

	track(number: number): JobTrack {
		return this.#jobs.get(number);
	}

	stage(number: number): StageTrack {
		return itemAt(this.#stages, number);
	}

	stageState(number: number): StageState {
		return itemAt(this.#stageStates, number);
	}

	/** Changes a job, and the counts of all who look at it. A job whose last word was told and which goes on is told as reopened. */
	put(number: number, change: Partial<JobTrack>): void {
		const before = this.track(number);
		let track: JobTrack = {...before, ...change};
		const from = groupOf(before.standing);
		const to = groupOf(track.standing);
		if (track.told && (to === 'live' || (hasEnded(from) && !hasEnded(to)))) {
			track = {...track, told: false};
			this.tell({
				type: 'job-reopened',
				at: isoTime(this.at),
				job: track.job.name,
				stage: track.job.stage,
				attempt: nextAttempt(track.job),
			});
		}

		this.#jobs.set(number, track);
		if (before.standing === track.standing) {
			// Those that wait with it for the same manual job name another one now.
			if ((to === 'manual' || to === 'ignored') && before.job !== track.job) this.#tellDependents(number);
			return;
		}

		const started = Number(track.standing === 'running') - Number(before.standing === 'running');
		this.running += started;
		const stage = itemAt(this.graph.stageOf, number);
		this.changedStages.add(stage);
		const {tally, running} = this.stage(stage);
		const counts = from === to ? tally : moved(tally, from, to);
		this.putStage(stage, {tally: counts, running: running + started});
		if (from === to) return;

		this.tally = moved(this.tally, from, to);
		const holds = from === 'manual' || to === 'manual';
		if (holds || counts[from] === 0 || counts[to] === 1) this.gatesAreOld = true;
		for (const dependent of itemAt(this.graph.dependentsOf, number)) {
			const {needs} = this.track(dependent);
			if (needs === undefined) continue;
			this.#jobs.set(dependent, {...this.track(dependent), needs: moved(needs, from, to)});
			this.lookAgain(dependent);
		}
	}

	/** Changes what readers see of a job, with its standing. */
	putJob(number: number, job: JobState, change: Partial<Omit<JobTrack, 'job'>>): void {
		this.put(number, {...change, job});
	}

	putStage(number: number, change: Partial<StageTrack>): void {
		this.#stages[number] = {...this.stage(number), ...change};
		this.#stagesChanged = true;
	}

	putStageState(number: number, state: StageState): void {
		this.#stageStates[number] = state;
		this.run = {...this.run, stages: this.#stageStates};
	}

	lookAgain(number: number): void {
		this.#unsure.add(number);
	}

	get isUnsure(): boolean {
		return this.#unsure.size > 0;
	}

	/** The next job to look at again, in the order they were named. */
	takeUnsure(): number | undefined {
		const [number] = this.#unsure;
		if (number !== undefined) this.#unsure.delete(number);
		return number;
	}

	enqueue(number: number): void {
		this.#ready = withNumber(this.#ready, number);
	}

	/** The queued job that comes first in the plan, taken from the queue; undefined when none is. */
	takeReady(): number | undefined {
		while (this.#ready !== undefined) {
			const {smallest} = this.#ready;
			this.#ready = withoutSmallest(this.#ready);
			if (this.track(smallest).standing === 'queued') return smallest;
		}

		return undefined;
	}

	tell(event: RunEvent): void {
		this.effects.push({type: 'tell', event});
	}

	/** The state it began with when nothing was changed. */
	next(): Next {
		const before = this.#before;
		const jobs = this.#jobs.finish();
		const isSame =
			jobs === before.jobs &&
			this.run === before.run &&
			this.started === before.started &&
			this.canceled === before.canceled &&
			!this.#stagesChanged;
		if (isSame) return {state: before, effects: this.effects};

		return {
			state: {
				run: jobs === before.jobs ? this.run : {...this.run, jobs: new JobsByName(this.graph, jobs)},
				graph: this.graph,
				concurrency: before.concurrency,
				jobs,
				stages: this.#stages,
				tally: this.tally,
				running: this.running,
				ready: this.#ready,
				started: this.started,
				canceled: this.canceled,
			},
			effects: this.effects,
		};
	}

	#tellDependents(number: number): void {
		this.gatesAreOld = true;
		for (const dependent of itemAt(this.graph.dependentsOf, number)) this.lookAgain(dependent);
	}
}
