import {isSettled} from '../../model/status.js';
import {failedJobs, retryImpact} from '../impact.js';
import type {CommandName} from '../keys/keymap.js';
import type {LogView} from '../state/log-view.js';
import type {Perform, RunContext} from './run-context.js';

/** Commands that change the run, and those that leave or arrange the screen. */
export const runCommands = {
	retry: context => askToRetry(context),
	'retry-failed': context => askToRetryFailed(context),
	cancel: context => cancelJob(context),
	'cancel-run': context => askToCancelRun(context),
	play: context => play(context),
	hold: context => hold(context),
	'switch-pane': ({dispatch, ui}) => dispatch({type: 'focused', pane: ui.focus === 'tree' ? 'log' : 'tree'}),
	zoom: ({dispatch, ui}) => dispatch({type: 'arranged', change: {zoomed: !ui.arrangement.zoomed}}),
	help: ({dispatch}) => dispatch({type: 'dialog-changed', dialog: {kind: 'help', top: 0}}),
	back: context => back(context),
	quit: context => quit(context),
	interrupt: context => interrupt(context),
	repaint: ({repaint}) => repaint(),
	suspend: ({suspend}) => suspend(),
} satisfies Partial<Record<CommandName, Perform>>;

/** Gives the answer `yes` of the dialog that is open. */
export function confirm(context: RunContext): void {
	const {ui, run, dispatch, toast} = context;
	const {dialog} = ui;
	dispatch({type: 'dialog-changed', dialog: undefined});
	if (dialog?.kind === 'cancel-run') {
		cancelRun(context, false);
	} else if (dialog?.kind === 'retry' && dialog.all) {
		run.send({type: 'retry-failed'});
		toast(`retrying ${dialog.jobs.length} ${dialog.jobs.length === 1 ? 'job' : 'jobs'}`);
	} else if (dialog?.kind === 'retry') {
		retry(context, dialog.jobs[0] ?? '');
	}
}

/** Asked once it cancels, asked again it kills. `leaving`: the screen is left when the run has settled. */
export function cancelRun({run, ui, dispatch, toast}: RunContext, leaving: boolean): void {
	run.send({type: 'cancel-run'});
	dispatch({type: 'cancel-asked', leaving});
	toast(
		ui.canceling ? 'killing what still runs' : `canceling the run (${leaving ? 'Ctrl+C' : 'X'} again kills)`,
		'warning',
	);
}

function askToCancelRun(context: RunContext): void {
	if (context.ui.canceling) {
		cancelRun(context, false);
	} else {
		context.dispatch({type: 'dialog-changed', dialog: {kind: 'cancel-run'}});
	}
}

function askToRetry(context: RunContext): void {
	const {job, state, dispatch} = context;
	if (job === undefined) {
		return;
	}

	const impact = retryImpact(state, job.name);
	if (impact.length === 0) {
		retry(context, job.name);
	} else {
		dispatch({type: 'dialog-changed', dialog: {kind: 'retry', jobs: [job.name], impact, all: false}});
	}
}

function retry({run, toast}: RunContext, job: string): void {
	run.send({type: 'retry-job', job});
	toast(`retrying ${job}`);
}

function askToRetryFailed({state, dispatch}: RunContext): void {
	const jobs = failedJobs(state);
	const again = new Set(jobs.flatMap(job => retryImpact(state, job)));
	const impact = [...state.jobs.values()].map(({name}) => name).filter(name => again.has(name) && !jobs.includes(name));
	dispatch({type: 'dialog-changed', dialog: {kind: 'retry', jobs, impact, all: true}});
}

function cancelJob({job, run, toast}: RunContext): void {
	if (job === undefined) {
		return;
	}

	run.send({type: 'cancel-job', job: job.name});
	if (job.phase === 'canceling') {
		toast(`killing ${job.name}`, 'warning');
	} else {
		toast(job.status === 'Running' ? `canceling ${job.name} (x again kills)` : `canceled ${job.name}`, 'warning');
	}
}

function play({job, run, toast}: RunContext): void {
	if (job !== undefined) {
		run.send({type: 'play-job', job: job.name});
		toast(`playing ${job.name}`);
	}
}

function hold({run, state, toast}: RunContext): void {
	run.send({type: 'hold', held: !state.held});
	toast(state.held ? 'going on' : 'held: no new job starts (P goes on)', 'warning');
}

/** Escape leaves the innermost thing first, and never the program while a run is on. */
function back(context: RunContext): void {
	const {ui, log, dispatch, canGoBack, leave, now} = context;
	if (ui.focus === 'log' && ui.arrangement.view === 'run' && leaveLogModes(log)) {
		return;
	}

	if (ui.comparing) {
		dispatch({type: 'comparing-switched'});
	} else if (ui.arrangement.view !== 'run') {
		dispatch({type: 'arranged', change: {view: 'run'}});
	} else if (ui.focus === 'log' && ui.arrangement.tab !== 'log') {
		dispatch({type: 'arranged', change: {tab: 'log'}});
	} else if (ui.nameFilter !== '') {
		dispatch({type: 'name-filtered', name: '', now: now()});
	} else if (ui.arrangement.zoomed) {
		dispatch({type: 'arranged', change: {zoomed: false}});
	} else if (ui.focus === 'log') {
		dispatch({type: 'focused', pane: 'tree'});
	} else if (canGoBack && isOver(context)) {
		leave('back');
	} else {
		quit(context);
	}
}

/** A selection, a search, a choice of lines: the innermost is left; false when there is none. */
function leaveLogModes(log: LogView | undefined): boolean {
	const {cursor, search, only} = log?.snapshot() ?? {};
	if (cursor?.selection !== undefined) {
		log?.endSelection();
	} else if (search !== undefined) {
		void log?.search('');
	} else if (only !== undefined) {
		log?.only('');
	} else {
		return false;
	}

	return true;
}

function quit(context: RunContext): void {
	const {canGoBack, run, leave, dispatch} = context;
	if (!isOver(context)) {
		dispatch({type: 'dialog-changed', dialog: {kind: 'quit'}});
	} else if (canGoBack && !run.controllable) {
		leave('back');
	} else {
		leave('quit');
	}
}

/** Ctrl+C: asks; in the question, cancels and leaves when all has ended; after that, kills and leaves at once. */
function interrupt(context: RunContext): void {
	if (isOver(context)) {
		context.leave('quit');
	} else if (context.ui.leaving) {
		cancelRun(context, true);
		context.leave('quit-canceled');
	} else {
		context.dispatch({type: 'dialog-changed', dialog: {kind: 'quit'}});
	}
}

function isOver({run, state}: RunContext): boolean {
	return !run.controllable || isSettled(state.status);
}
