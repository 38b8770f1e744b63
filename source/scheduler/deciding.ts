import {unreachable} from '../errors.js';
import type {Reason} from '../model/reason.js';
import type {JobState} from '../model/run-state.js';
import {faultOf} from './fault.js';
import {type Ended, type Gate, isSameReason, passageOfNeeds, runsAfter} from './gate.js';
import {at as itemAt} from './graph.js';
import {groupOf, isUndecided} from './standing.js';
import {nextAttempt} from './state.js';
import {notStarted} from './telling.js';
import type {Turn} from './turn.js';

/** Looks again at a job that has not started: whether it waits, may start, or is skipped. Changes nothing about others. */
export function decide(turn: Turn, number: number): void {
	const track = turn.track(number);
	// After a cancellation nothing that is skipped gets another chance: all that could start was canceled.
	if (!turn.started || turn.canceled !== undefined || !isUndecided(track.standing)) return;
	const gate = gateOf(turn, number);
	switch (gate.kind) {
		case 'waits': {
			wait(turn, number, 'waiting', gate.reason);
			return;
		}

		case 'held': {
			wait(turn, number, gate.optional ? 'ignored' : 'manual', {kind: 'blocked', by: gate.by});
			return;
		}

		case 'open': {
			const {when} = turn.planned(number);
			if (runsAfter(gate.ended, when, track.needs !== undefined)) release(turn, number);
			else skip(turn, number, gate.ended);
			return;
		}

		default: {
			unreachable(gate);
		}
	}
}

function gateOf(turn: Turn, number: number): Gate {
	const {needs} = turn.track(number);
	if (needs === undefined) return turn.stage(itemAt(turn.graph.stageOf, number)).gate;
	const passage = passageOfNeeds(needs, turn.planned(number).when);
	switch (passage.kind) {
		case 'waits': {
			return {kind: 'waits', reason: {kind: 'needs', jobs: needsThatAre(turn, number, 'live').map(nameIn(turn))}};
		}

		case 'held':
		case 'held-optional': {
			const optional = passage.kind === 'held-optional';
			const [by = number] = needsThatAre(turn, number, optional ? 'ignored' : 'manual');
			return {kind: 'held', by: holderOf(turn, by), optional};
		}

		default: {
			return {kind: 'open', ended: passage.ended};
		}
	}
}

function needsThatAre(turn: Turn, number: number, group: string): readonly number[] {
	return (turn.graph.needsOf[number] ?? []).filter(need => groupOf(turn.track(need).standing) === group);
}

function nameIn(turn: Turn): (number: number) => string {
	return number => turn.planned(number).name;
}

/** The manual job somebody has to play before this job, which is one or waits for one, can run. */
export function holderOf(turn: Turn, number: number): string {
	const {job} = turn.track(number);
	return job.reason?.kind === 'blocked' ? job.reason.by : job.name;
}

function wait(turn: Turn, number: number, standing: 'waiting' | 'manual' | 'ignored', reason: Reason): void {
	const {job, standing: before} = turn.track(number);
	if (before === standing && isSameReason(job.reason, reason)) return;
	stopDelay(turn, number);
	turn.putJob(number, pendingJob(job, reason), {standing});
}

/** Nothing it waits for holds it any more. */
function release(turn: Turn, number: number): void {
	const {job, standing, released} = turn.track(number);
	if (standing === 'queued' || standing === 'delayed') return;
	const {when, allowFailure, startInMs = 0} = turn.planned(number);
	if (when === 'manual' && !released) {
		if (groupOf(standing) !== 'live' && job.reason?.kind === 'manual') return;
		const isOptional = allowFailure === true;
		turn.putJob(number, pendingJob(job, {kind: 'manual'}), {standing: isOptional ? 'ignored' : 'manual'});
	} else if (when === 'delayed' && !released) {
		const reason: Reason = {kind: 'delayed', until: turn.at + startInMs};
		turn.putJob(number, pendingJob(job, reason), {standing: 'delayed'});
		turn.effects.push({type: 'start-timer', timer: delayOf(turn, number), afterMs: startInMs});
	} else queue(turn, number);
}

/** A job of a resource group waits for that first: what it waits for then is a slot. */
function queue(turn: Turn, number: number): void {
	const {job} = turn.track(number);
	const {resourceGroup: group} = turn.planned(number);
	if (group !== undefined) {
		turn.putJob(number, pendingJob(job, {kind: 'resource', group}), {standing: 'queued', resource: 'wanted'});
		turn.wantResource(number, group);
	} else waitForSlot(turn, number);
}

/** Nobody else has the job's resource group, in no run. */
export function takeResource(turn: Turn, number: number): void {
	const {standing, resource} = turn.track(number);
	if (standing === 'queued' && resource === 'wanted') waitForSlot(turn, number);
}

function waitForSlot(turn: Turn, number: number): void {
	const {job, resource} = turn.track(number);
	const reason: Reason = {kind: turn.run.held ? 'held' : 'slot'};
	turn.putJob(number, pendingJob(job, reason), {
		standing: 'queued',
		resource: resource === 'wanted' ? 'held' : resource,
	});
	turn.enqueue(number);
}

function skip(turn: Turn, number: number, ended: Ended): void {
	if (turn.track(number).standing !== 'skipped') endUnstarted(turn, number, 'skipped', faultOf(turn, number, ended));
}

/** A job that will not start; when it was to be retried, its attempts stay, and the next one has the number this one would have had. */
export function endUnstarted(
	turn: Turn,
	number: number,
	standing: 'skipped' | 'canceled' | 'warned',
	reason: Reason,
): void {
	stopDelay(turn, number);
	const {job} = turn.track(number);
	const ended: JobState = {...pendingJob(job, reason), status: 'Canceled'};
	turn.putJob(number, ended, {standing, told: true});
	turn.tell(notStarted(turn.planned(number), ended, turn.at));
}

export function pendingJob(job: JobState, reason: Reason): JobState {
	return {name: job.name, stage: job.stage, status: 'Pending', reason, allowed: false, attempts: job.attempts};
}

function stopDelay(turn: Turn, number: number): void {
	if (turn.track(number).standing !== 'delayed') return;
	turn.effects.push({type: 'stop-timer', timer: delayOf(turn, number)});
}

function delayOf(turn: Turn, number: number): {kind: 'start'; job: string; attempt: number} {
	const {job} = turn.track(number);
	return {kind: 'start', job: job.name, attempt: nextAttempt(job)};
}
