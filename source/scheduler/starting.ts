import type {AttemptState, JobState} from '../model/run-state.js';
import {at as itemAt} from './graph.js';
import {startStage} from './stages.js';
import {nextAttempt} from './state.js';
import {isoTime} from './telling.js';
import type {Turn} from './turn.js';

/** Starts queued jobs, in plan order, as long as there are slots. */
export function startReady(turn: Turn): void {
	while (!turn.run.held && turn.running < turn.concurrency) {
		const number = turn.takeReady();
		if (number === undefined) return;
		start(turn, number);
	}
}

function start(turn: Turn, number: number): void {
	const {job, variables} = turn.track(number);
	const {timeoutMs} = turn.planned(number);
	const attempt: AttemptState = {
		number: nextAttempt(job),
		status: 'Running',
		startedAt: turn.at,
	};
	startStage(turn, itemAt(turn.graph.stageOf, number));
	turn.putJob(number, runningJob(job, attempt), {standing: 'running', stopping: undefined});
	const id = {job: job.name, attempt: attempt.number};
	turn.tell({type: 'job-started', at: isoTime(turn.at), stage: job.stage, ...id});
	turn.effects.push({type: 'start-job', ...id, ...(variables === undefined ? {} : {variables})});
	if (timeoutMs === undefined) return;
	turn.effects.push({type: 'start-timer', timer: {kind: 'timeout', ...id}, afterMs: timeoutMs});
}

function runningJob(job: JobState, attempt: AttemptState): JobState {
	return {
		name: job.name,
		stage: job.stage,
		status: 'Running',
		phase: 'preparing',
		allowed: false,
		attempts: [...job.attempts, attempt],
	};
}
