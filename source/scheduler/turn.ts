import type {PlannedJob} from '../model/plan.js';
import type {Reason} from '../model/reason.js';
import type {RunEvent} from '../model/run-event.js';
import type {JobState, RunState, StageState} from '../model/run-state.js';
import type {Effect} from './effect.js';
import {at as itemAt} from './graph.js';
import {type Heap, withNumber, withoutSmallest} from './heap.js';
import {JobsByName} from './jobs-by-name.js';
import {groupOf, hasEnded, moved, type Tally} from './standing.js';
import {type JobTrack, type Next, nextAttempt, type ResourceTrack, type StageTrack, type State} from './state.js';
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
	#resources: State['resources'];
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
		this.#resources = state.resources;
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

		if (track.resource !== 'none' && track.standing !== 'queued' && track.standing !== 'running') {
			track = {...track, resource: 'none'};
			this.#leaveResource(number);
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
			const {standing, resource} = this.track(smallest);
			if (standing === 'queued' && resource !== 'wanted') return smallest;
		}

		return undefined;
	}

	/** The job asks for its resource group: the first in this run to ask is the first to get it. */
	wantResource(number: number, group: string): void {
		const track = this.#resources.get(group);
		if (track === undefined) this.#giveResource(group, number, []);
		else this.#putResource(group, {...track, waiting: [...track.waiting, number]});
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
			this.#resources === before.resources &&
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
				resources: this.#resources,
				started: this.started,
				canceled: this.canceled,
			},
			effects: this.effects,
		};
	}

	/** Whatever becomes of a job, its group goes to the next one that waits for it. */
	#leaveResource(number: number): void {
		const {name, resourceGroup: group = ''} = this.planned(number);
		const track = this.#resources.get(group);
		if (track === undefined) return;
		if (track.holder !== number) {
			this.#putResource(group, {...track, waiting: track.waiting.filter(other => other !== number)});
			return;
		}

		this.effects.push({type: 'release-resource', job: name, group});
		const [next, ...waiting] = track.waiting;
		if (next === undefined) this.#putResource(group, undefined);
		else this.#giveResource(group, next, waiting);
	}

	#giveResource(group: string, holder: number, waiting: readonly number[]): void {
		this.#putResource(group, {holder, waiting});
		this.effects.push({type: 'acquire-resource', job: this.planned(holder).name, group});
	}

	#putResource(group: string, track: ResourceTrack | undefined): void {
		const resources = new Map(this.#resources);
		if (track === undefined) resources.delete(group);
		else resources.set(group, track);
		this.#resources = resources;
	}

	#tellDependents(number: number): void {
		this.gatesAreOld = true;
		for (const dependent of itemAt(this.graph.dependentsOf, number)) this.lookAgain(dependent);
	}
}
