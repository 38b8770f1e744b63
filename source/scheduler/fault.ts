import type {Reason} from '../model/reason.js';
import type {Ended} from './gate.js';
import {at as itemAt} from './graph.js';
import {type Group, groupOf} from './standing.js';
import type {Turn} from './turn.js';

/** Why a job is skipped after what it waits for ended so: names the job at fault, not one skipped in between. */
export function faultOf(turn: Turn, number: number, ended: Ended): Reason {
	const {needs} = turn.track(number);
	if (ended === 'success' || (ended === 'skipped' && needs === undefined)) {
		return {kind: 'skipped', because: undefined, ended: 'passed'};
	}

	const culprit = needs === undefined ? inEarlierStages(turn, number, ended) : inNeeds(turn, number, ended);
	if (culprit === undefined) return {kind: 'skipped', because: undefined, ended: 'passed'};
	const {job} = turn.track(culprit);
	if (ended === 'skipped' && job.reason?.kind === 'skipped' && job.reason.because !== undefined) return job.reason;
	return {kind: 'skipped', because: job.name, ended};
}

function inNeeds(turn: Turn, number: number, group: Group): number | undefined {
	return turn.graph.needsOf[number]?.find(need => groupOf(turn.track(need).standing) === group);
}

function inEarlierStages(turn: Turn, number: number, group: Group): number | undefined {
	const own = itemAt(turn.graph.stageOf, number);
	for (let stage = 0; stage < own; stage++) {
		if (turn.stage(stage).tally[group] > 0) return firstInStage(turn, stage, group);
	}

	return undefined;
}

/** The first job of a stage, in plan order, that is in this group. */
export function firstInStage(turn: Turn, stage: number, group: Group): number | undefined {
	return turn.graph.jobsOf[stage]?.find(job => groupOf(turn.track(job).standing) === group);
}
