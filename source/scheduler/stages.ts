import type {StageState} from '../model/run-state.js';
import type {Status} from '../model/status.js';
import {holderOf} from './deciding.js';
import {firstInStage} from './fault.js';
import {type Gate, isSameGate, passageOfStages} from './gate.js';
import {at as itemAt} from './graph.js';
import {compositeOf, emptyTally, type Group, type Tally} from './standing.js';
import type {StageTrack} from './state.js';
import {isoTime} from './telling.js';
import type {Turn} from './turn.js';

/** Brings the stages of which a job has changed up to date, and lets the jobs that wait for them look again. */
export function refreshStages(turn: Turn): void {
	const changed = [...turn.changedStages].sort((one, other) => one - other);
	turn.changedStages.clear();
	for (const stage of changed) refreshStage(turn, stage);
	if (turn.gatesAreOld) refreshGates(turn);
}

/** Told when the first job of a stage starts, also after it had finished. */
export function startStage(turn: Turn, stage: number): void {
	if (turn.stage(stage).told === 'started') return;
	const {endedAt: _, startedAt = turn.at, ...state} = turn.stageState(stage);
	turn.putStage(stage, {told: 'started'});
	turn.putStageState(stage, {...state, status: 'Running', startedAt});
	turn.tell({type: 'stage-started', at: isoTime(turn.at), stage: state.name});
}

/** When the run settles: a stage with manual jobs that nobody played has its last word too. */
export function finishStages(turn: Turn): void {
	for (const stage of turn.graph.jobsOf.keys()) {
		if (turn.stage(stage).told !== 'finished') finishStage(turn, stage);
	}
}

function refreshStage(turn: Turn, stage: number): void {
	const track = turn.stage(stage);
	const status = statusOfStage(track);
	const state = turn.stageState(stage);
	if (isDone(track.tally) && status !== 'Pending') {
		if (track.told !== 'finished') finishStage(turn, stage);
		return;
	}

	if (track.told === 'finished') turn.putStage(stage, {told: 'nothing'});
	if (state.status === status && state.endedAt === undefined) return;
	const {endedAt: _, ...going} = state;
	turn.putStageState(stage, {...going, status});
}

function finishStage(turn: Turn, stage: number): void {
	const status = statusOfStage(turn.stage(stage));
	const {endedAt: _, ...state} = turn.stageState(stage);
	const ended: StageState = status === 'Pending' ? {...state, status} : {...state, status, endedAt: turn.at};
	turn.putStage(stage, {told: 'finished'});
	turn.putStageState(stage, ended);
	turn.tell({type: 'stage-finished', at: isoTime(turn.at), stage: state.name, status});
}

function isDone(tally: Tally): boolean {
	return tally.live === 0 && tally.manual === 0;
}

/**
 * GitLab's composite status of a stage, in the five words of the model: a stage that waits for a manual job, or has
 * nothing but manual jobs that nobody played, is Pending; one of which every job was skipped is Canceled.
 */
export function statusOfStage({tally, running}: Pick<StageTrack, 'tally' | 'running'>): Status {
	if (running > 0) return 'Running';
	if (!isDone(tally)) {
		const hasBegun = tally.passed + tally.failed + tally.canceled > 0;
		return hasBegun && tally.live > 0 ? 'Running' : 'Pending';
	}

	switch (compositeOf(tally)) {
		case 'failed': {
			return 'Failed';
		}

		case 'canceled': {
			return 'Canceled';
		}

		case 'skipped': {
			return tally.skipped > 0 ? 'Canceled' : 'Pending';
		}

		default: {
			return 'Success';
		}
	}
}

function refreshGates(turn: Turn): void {
	turn.gatesAreOld = false;
	const gates = gatesOf(
		turn.graph.jobsOf.map((_, stage) => turn.stage(stage).tally),
		stage => turn.graph.plan.stages[stage]?.name ?? '',
		stage => {
			const holder = firstInStage(turn, stage, 'manual');
			return holder === undefined ? '' : holderOf(turn, holder);
		},
	);
	for (const [stage, gate] of gates.entries()) {
		if (isSameGate(turn.stage(stage).gate, gate)) continue;
		turn.putStage(stage, {gate});
		for (const job of itemAt(turn.graph.waitersOf, stage)) turn.lookAgain(job);
	}
}

/** What the jobs of each stage see of the stages before it. A stage that waits names the last one that is not done. */
export function gatesOf(
	tallies: readonly Tally[],
	nameOf: (stage: number) => string,
	holderIn: (stage: number) => string,
): readonly Gate[] {
	const gates: Gate[] = [];
	let earlier = emptyTally;
	let last = 0;
	let holder: string | undefined;
	for (const [stage, tally] of tallies.entries()) {
		const passage = passageOfStages(earlier);
		if (passage.kind === 'open') gates.push({kind: 'open', ended: passage.ended});
		else if (holder !== undefined) gates.push({kind: 'held', by: holder, optional: false});
		else gates.push({kind: 'waits', reason: {kind: 'stage', stage: nameOf(last)}});
		if (tally.live > 0) last = stage;
		if (tally.manual > 0 && holder === undefined) holder = holderIn(stage);
		earlier = sum(earlier, tally);
	}

	return gates;
}

function sum(one: Tally, other: Tally): Tally {
	const total: Record<Group, number> = {...one};
	for (const group of Object.keys(other) as Group[]) total[group] += other[group];
	return total;
}
