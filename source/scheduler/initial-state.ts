import type {Plan} from '../model/plan.js';
import type {Reason} from '../model/reason.js';
import type {JobState, StageState} from '../model/run-state.js';
import {type Gate, passageOfNeeds} from './gate.js';
import {type Graph, graphOf, at as itemAt} from './graph.js';
import {JobsByName} from './jobs-by-name.js';
import {restored, restoredTimes} from './restoring.js';
import {statusOfRun} from './settling.js';
import {gatesOf, statusOfStage} from './stages.js';
import {type Standing, tallyOf} from './standing.js';
import type {JobTrack, StageTrack, State} from './state.js';
import {Vector} from './vector.js';

export interface RunOptions {
	readonly run: number;
	/** How many jobs may run at once, at least 1. */
	readonly concurrency: number;
	/** How the jobs of a settled run were left, by name: it stays settled until a retry, or a job that is not in it. */
	readonly previous?: ReadonlyMap<string, JobState>;
}

type Earlier = readonly (JobState | undefined)[];

/** A run before `run-started`: every job is Pending, or as an earlier process left it. */
export function initialState(plan: Plan, options: RunOptions): State {
	const graph = graphOf(plan);
	const earlier = graph.jobs.map(job => options.previous?.get(job.name));
	const isOld = earlier.length > 0 && earlier.every(job => job !== undefined);
	const plannedOf = (name: string) => graph.jobs[graph.numbers.get(name) ?? -1];
	const standings = graph.jobs.map((planned, number) => restored(planned, earlier[number], plannedOf));
	const stages = stagesOf(graph, standings, earlier, isOld);
	const jobs = Vector.from(standings.map((_, number) => trackOf(graph, standings, stages, number, earlier[number])));
	const tally = tallyOf(standings);
	return {
		run: {
			run: options.run,
			status: isOld ? statusOfRun(tally, undefined) : 'Pending',
			stages: stages.map((stage, number) => stageState(graph, jobs, stage, number)),
			jobs: new JobsByName(graph, jobs),
			held: false,
			...(isOld ? restoredTimes([...jobs].map(({job}) => job)) : {}),
		},
		graph,
		concurrency: Math.max(1, options.concurrency),
		jobs,
		stages,
		tally,
		running: 0,
		ready: undefined,
		resources: new Map(),
		started: false,
		canceled: undefined,
	};
}

function stagesOf(
	graph: Graph,
	standings: readonly Standing[],
	earlier: Earlier,
	isOld: boolean,
): readonly StageTrack[] {
	const tallies = graph.jobsOf.map(jobs => tallyOf(jobs.map(job => itemAt(standings, job))));
	const gates = gatesOf(
		tallies,
		stage => nameOf(graph, stage),
		stage => holderIn(graph, standings, earlier, stage),
	);
	return tallies.map((tally, stage) => ({
		tally,
		running: 0,
		gate: itemAt(gates, stage),
		told: isOld ? 'finished' : 'nothing',
	}));
}

/** The manual job that holds a stage which was left so. */
function holderIn(graph: Graph, standings: readonly Standing[], earlier: Earlier, stage: number): string {
	const holder = itemAt(graph.jobsOf, stage).find(job => standings[job] === 'manual') ?? -1;
	const reason = earlier[holder]?.reason;
	return reason?.kind === 'blocked' ? reason.by : (graph.jobs[holder]?.name ?? '');
}

function stageState(graph: Graph, jobs: Vector<JobTrack>, stage: StageTrack, number: number): StageState {
	const own = itemAt(graph.jobsOf, number).map(job => jobs.get(job).job);
	const status = statusOfStage(stage);
	const {startedAt, endedAt} = restoredTimes(own);
	return {
		name: nameOf(graph, number),
		status,
		...(startedAt === undefined ? {} : {startedAt}),
		...(endedAt === undefined || status === 'Pending' || status === 'Running' ? {} : {endedAt}),
	};
}

function trackOf(
	graph: Graph,
	standings: readonly Standing[],
	stages: readonly StageTrack[],
	number: number,
	earlier: JobState | undefined,
): JobTrack {
	const planned = itemAt(graph.jobs, number);
	const {name, stage} = planned;
	const needs = graph.needsOf[number];
	const needed = needs === undefined ? undefined : tallyOf(needs.map(need => itemAt(standings, need)));
	const names = (needs ?? []).map(need => itemAt(graph.jobs, need).name);
	const {gate} = itemAt(stages, itemAt(graph.stageOf, number));
	const isFree = needed !== undefined && passageOfNeeds(needed, planned.when).kind === 'open';
	const reason = needs === undefined ? firstReason(gate) : isFree ? slot : ({kind: 'needs', jobs: names} as const);
	return {
		job: earlier ?? {name, stage, status: 'Pending', reason, allowed: false, attempts: []},
		standing: itemAt(standings, number),
		needs: needed,
		released: (earlier?.attempts.length ?? 0) > 0,
		resource: 'none',
		variables: undefined,
		stopping: undefined,
		told: earlier !== undefined,
	};
}

const slot: Reason = {kind: 'slot'};

function firstReason(gate: Gate): Reason {
	return gate.kind === 'waits' ? gate.reason : slot;
}

function nameOf(graph: Graph, stage: number): string {
	return itemAt(graph.plan.stages, stage).name;
}
