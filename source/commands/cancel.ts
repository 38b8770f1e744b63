import {setTimeout} from 'node:timers/promises';
import {CiError} from '../errors.js';
import {isSettled} from '../model/status.js';
import {lookOf, wordsOf} from '../report/look.js';
import {chooseRun, newestOf} from './report-choice.js';
import type {ReportDependencies} from './report-dependencies.js';

export interface CancelOptions {
	/** The newest that is running when it is not given. */
	readonly run?: number | undefined;
	/** How long the run may take to settle, in ms. */
	readonly patience?: number;
}

/** A job has its grace period, then artifacts may still be saved. */
const longestWait = 10 * 60_000;
const pause = 200;

/**
 * Cancels a run that another process is running and waits until it has settled. Answers the exit code; rejects with a CiError
 * when nothing is running (exit code 2) or the run does not end (exit code 3).
 */
export async function cancel(
	{store, out, now}: Pick<ReportDependencies, 'store' | 'out' | 'now'>,
	{run, patience = longestWait}: CancelOptions,
): Promise<number> {
	// A run whose process is gone has nobody to cancel it.
	await store.settleInterrupted(now());
	const runs = await store.runs();
	const wanted = run ?? newestOf(runs.filter(({status}) => !isSettled(status)))?.run_number;
	if (wanted === undefined)
		throw notRunning('no run is running here', runs[0] && `the newest, ${runs[0].run_number}, ${ended(runs[0])}`);
	const {pipeline_execution: before} = await chooseRun(store, runs, wanted);
	if (!(await store.requestCancel(wanted))) throw notRunning(`run ${wanted} is not running`, `it ${ended(before)}`);

	out.write(`canceling run ${wanted}\n`);
	const limit = now() + patience;
	for (;;) {
		await store.settleInterrupted(now());
		const execution = (await store.run(wanted))?.pipeline_execution;
		if (execution === undefined || isSettled(execution.status)) {
			out.write(`run ${wanted} ${execution === undefined ? 'is gone' : ended(execution)}\n`);
			return 0;
		}

		if (now() >= limit) {
			throw new CiError('CANCEL_TIMEOUT', `run ${wanted} has not ended`, {
				hint: 'press Ctrl+C twice where it runs to kill its jobs',
				exitCode: 3,
			});
		}

		await setTimeout(pause);
	}
}

function ended({
	status,
	reason,
	reason_kind,
}: {
	readonly status: Parameters<typeof lookOf>[0]['status'];
	readonly reason?: string;
	readonly reason_kind?: string;
}): string {
	const words = wordsOf(lookOf({status, reasonKind: reason_kind}), reason);
	return isSettled(status) ? `has ended: ${words}` : `is ${words}`;
}

function notRunning(message: string, hint: string | undefined): CiError {
	return new CiError('NOT_RUNNING', message, {hint, exitCode: 2});
}
