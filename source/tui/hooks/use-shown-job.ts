import {relative} from 'node:path';
import {useMemo, useRef} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import type {AttemptState, JobState, RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {partsOf, runAt} from '../placed-job.js';
import {testCaseOf} from '../problems/test-case.js';
import type {Pulse} from '../pulse.js';
import {runOf} from '../run-of.js';
import type {FailureDetails} from '../state/failure.js';
import {selectedJob, type UiState} from '../state/ui-state.js';
import {useFailure} from './use-failure.js';
import {type ShownLog, useLog, useLogEnd} from './use-log.js';

/** The selected job with everything the log pane says about it. */
export interface ShownJob {
	/** The run it is of, a child's too, and how that is. */
	readonly run: RunHandle;
	readonly state: RunState;
	readonly job: JobState | undefined;
	/** The selected stage, when no job is selected. */
	readonly stage: string | undefined;
	/** The attempt whose log is shown: the one chosen, else the latest. */
	readonly attempt: AttemptState | undefined;
	readonly log: ShownLog;
	readonly failure: FailureDetails | undefined;
	readonly progress: ReturnType<RunHandle['progressOf']>;
	/** The log's file, for the user to see. */
	readonly file: string | undefined;
}

/** What the log pane shows, and the window of the job that is selected, which the keys are for. */
export interface SelectedJob {
	readonly log: ShownLog;
	readonly shown: ShownJob;
	/** The log's file, absolute. */
	readonly logFile: string | undefined;
	readonly failure: FailureDetails | undefined;
}

/**
 * The selected job. Its log, and what failed in it, take a moment to read: until then the whole pane stays as it was, so
 * that no log is ever under the title of another job, and none is blank for a frame.
 */
export function useShownJob(root: RunHandle, ui: UiState, pulse: Pulse, paneHeight: number): SelectedJob {
	const parts = ui.selection.id === undefined ? undefined : partsOf(ui.selection.id);
	const run = runOf(root, parts?.run) ?? root;
	const job = run === root && parts?.run !== undefined ? undefined : selectedJob(ui)?.job;
	const latest = job?.attempts.at(-1);
	const attempt = job?.attempts.find(({number}) => number === ui.attempt) ?? latest;
	const log = useLog(run, job?.name, attempt?.number, pulse);
	useLogEnd(log, attempt !== undefined && isSettled(attempt.status));
	const failed = job?.status === 'Failed' && attempt === latest;
	const number = failed && hasFailedTests(attempt) ? attempt?.number : undefined;
	const readTests = useTestReader(run, job?.name, number);
	const failure = useFailure(log, failed, commandCount(run, job?.name), paneHeight >= 20 ? 5 : 2, readTests);
	const logFile = job === undefined || attempt === undefined ? undefined : run.logFile(job.name, attempt.number);
	const next: ShownJob = {
		run,
		state: runAt(ui.seen, parts?.run) ?? ui.seen,
		job,
		stage: parts?.kind === 'stage' ? parts.name : undefined,
		attempt,
		log,
		failure,
		progress: job?.status === 'Running' ? run.progressOf(job.name) : undefined,
		file: logFile === undefined ? undefined : shortPath(logFile),
	};
	const last = useRef(next);
	if (attempt === undefined || (log.snapshot.ready && (!failed || failure !== undefined))) {
		last.current = next;
	}

	return {log, shown: last.current, logFile, failure};
}

function hasFailedTests(attempt: AttemptState | undefined): boolean {
	const {failed, errors} = attempt?.tests ?? {failed: 0, errors: 0};
	return failed + errors > 0;
}

/** What the tests of an attempt say; undefined when there is nothing to read. */
function useTestReader(run: RunHandle, job: string | undefined, attempt: number | undefined) {
	return useMemo(() => {
		if (job === undefined || attempt === undefined) {
			return;
		}

		return async () => (await run.testsOf?.(job, attempt))?.failures.map(testCaseOf);
	}, [run, job, attempt]);
}

/** As one would type it here. */
function shortPath(file: string): string {
	const here = relative(process.cwd(), file);
	return here.startsWith('..') ? file : here;
}

function commandCount({plan}: RunHandle, name: string | undefined): number {
	const scripts = plan.jobs.find(job => job.name === name)?.scripts;
	return scripts === undefined ? 0 : scripts.before.length + scripts.main.length;
}
