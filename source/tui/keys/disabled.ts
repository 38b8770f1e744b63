import type {JobState, RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {failedPlaces} from '../impact.js';
import {isOver, jobsIn} from '../placed-job.js';
import type {CommandName} from './keymap.js';

/** What decides whether a command can be given now. */
export interface CommandContext {
	readonly state: RunState;
	/** False for a run of the past. */
	readonly controllable: boolean;
	/** The selected job. */
	readonly job: JobState | undefined;
	readonly searching: boolean;
	/** A shell can be opened in a container. */
	readonly hasShell?: boolean;
	/** How many jobs are marked: then commands are for them. */
	readonly marked?: number;
}

const noShell = 'a shell cannot be opened from here: ci-tui shell JOB opens one';
/** Commands that change a run: a past one is only shown. */
const steering: ReadonlySet<CommandName> = new Set<CommandName>([
	'retry',
	'retry-failed',
	'play',
	'cancel',
	'cancel-run',
	'hold',
	'mark',
]);

export function isSteering(command: CommandName): boolean {
	return steering.has(command);
}

/** Why a command cannot be given now, in words for the user; undefined when it can. */
export function disabledReason(command: CommandName, context: CommandContext): string | undefined {
	if (!context.controllable && isSteering(command)) {
		return `this run is over: ci-tui retry ${context.state.run} runs it again`;
	}

	const rule = rules[command];
	return rule?.(context);
}

const rules: Partial<Record<CommandName, (context: CommandContext) => string | undefined>> = {
	retry: ({job, marked}) => (marked ? undefined : onJob(job, whyNoRetry)),
	'retry-failed': ({state}) => (failedPlaces(state).length === 0 ? 'nothing has failed' : undefined),
	cancel: ({job, marked}) =>
		marked ? undefined : onJob(job, ({name, status}) => (isSettled(status) ? `${name} has already ended` : undefined)),
	'cancel-run': ({state}) => (isOver(state) ? 'the run has already ended' : undefined),
	play: ({job, marked}) => (marked ? undefined : onJob(job, whyNoPlay)),
	shell: ({hasShell, job}) =>
		hasShell === true
			? onJob(job, ({attempts}) => (attempts.length === 0 ? 'it has not run yet' : undefined))
			: noShell,
	hold: ({state}) => (isSettled(state.status) ? 'the run has ended' : undefined),
	'next-failed': ({state}) => (jobsIn(state).some(({job}) => isFailed(job)) ? undefined : 'nothing has failed'),
	'previous-failed': ({state}) => (jobsIn(state).some(({job}) => isFailed(job)) ? undefined : 'nothing has failed'),
	'next-match': ({searching}) => (searching ? undefined : 'search first: /'),
	'previous-match': ({searching}) => (searching ? undefined : 'search first: /'),
	attempt: ({job}) => onJob(job, ({attempts}) => (attempts.length > 1 ? undefined : 'there is no other attempt')),
};

function onJob(job: JobState | undefined, why: (job: JobState) => string | undefined): string | undefined {
	return job === undefined ? 'select a job first' : why(job);
}

function isFailed({status}: JobState): boolean {
	return status === 'Failed';
}

function whyNoRetry({name, status, reason, attempts}: JobState): string | undefined {
	if (status === 'Canceled' && reason?.kind === 'skipped' && reason.because !== undefined) {
		return `${name} was skipped: retry ${reason.because} instead`;
	}

	if (status === 'Running') {
		return `${name} is still running: x cancels it`;
	}

	if (status === 'Pending') {
		return attempts.length === 0 ? `${name} has not run yet` : `${name} is waiting to run again`;
	}

	return undefined;
}

function whyNoPlay({name, status, reason}: JobState): string | undefined {
	if (status === 'Pending' && (reason?.kind === 'manual' || reason?.kind === 'delayed')) {
		return undefined;
	}

	return status === 'Pending' ? `${name} starts by itself` : `${name} has already been started`;
}
