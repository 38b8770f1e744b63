import {unreachable} from '../errors.js';
import {cancelJob, cancelRun, timeOut} from './canceling.js';
import {decide, takeResource} from './deciding.js';
import type {Event} from './event.js';
import {finish} from './finishing.js';
import {changeHold} from './holding.js';
import {changePhase} from './phasing.js';
import {delayIsOver, playJob} from './playing.js';
import {retryFailed, retryJob} from './retrying.js';
import {settle} from './settling.js';
import {refreshStages} from './stages.js';
import {startReady} from './starting.js';
import type {Next, State} from './state.js';
import {isoTime} from './telling.js';
import {Turn} from './turn.js';

/**
 * What a run becomes by an event, and what is to be done about it. Effects are in the order to perform and tell them:
 * a job's ending before what it made possible. An event that does not fit answers the same state and no effects.
 * The work is in proportion to the jobs that change, not to those there are.
 */
export function reduce(state: State, event: Event): Next {
	const turn = new Turn(state, event.at);
	workIn(turn, event);
	followUp(turn);
	return turn.next();
}

function workIn(turn: Turn, event: Event): void {
	switch (event.type) {
		case 'run-started': {
			startRun(turn);
			return;
		}

		case 'run-cancel-requested': {
			cancelRun(turn, event);
			return;
		}

		case 'failed-retry-requested': {
			retryFailed(turn);
			return;
		}

		case 'hold-changed': {
			changeHold(turn, event.held);
			return;
		}

		case 'timer-fired': {
			const {kind, job, attempt} = event.timer;
			const number = turn.graph.numbers.get(job);
			if (number === undefined) return;
			if (kind === 'timeout') timeOut(turn, number, attempt);
			else delayIsOver(turn, number, attempt);
			return;
		}

		default: {
			const number = turn.graph.numbers.get(event.job);
			if (number !== undefined) workInJob(turn, number, event);
		}
	}
}

type JobEvent = Exclude<Extract<Event, {job: string}>, {type: 'timer-fired'}>;

function workInJob(turn: Turn, number: number, event: JobEvent): void {
	switch (event.type) {
		case 'job-phase-changed': {
			changePhase(turn, number, event);
			return;
		}

		case 'job-finished': {
			finish(turn, number, event);
			return;
		}

		case 'resource-acquired': {
			takeResource(turn, number);
			return;
		}

		case 'job-cancel-requested': {
			cancelJob(turn, number);
			return;
		}

		case 'job-retry-requested': {
			retryJob(turn, number);
			return;
		}

		case 'job-play-requested': {
			playJob(turn, number, event.variables);
			return;
		}

		default: {
			unreachable(event);
		}
	}
}

function startRun(turn: Turn): void {
	if (turn.started) return;
	turn.started = true;
	const {pipeline} = turn.graph.plan;
	const {run, startedAt = turn.at} = turn.run;
	turn.tell({
		type: 'run-started',
		at: isoTime(turn.at),
		run,
		pipeline: pipeline.name,
		commit_hash: pipeline.commitHash,
	});
	turn.run = turn.run.status === 'Pending' ? {...turn.run, status: 'Running', startedAt} : turn.run;
	turn.gatesAreOld = true;
	for (const number of turn.graph.jobs.keys()) turn.lookAgain(number);
}

/** What follows from what has changed, until nothing does: first all decisions, then starts, then the run's own end. */
function followUp(turn: Turn): void {
	do {
		for (let number = turn.takeUnsure(); number !== undefined; number = turn.takeUnsure()) decide(turn, number);
		refreshStages(turn);
	} while (turn.isUnsure);

	startReady(turn);
	refreshStages(turn);
	settle(turn);
}
