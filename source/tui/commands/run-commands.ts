import type {JobState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {failedJobs, retryImpact} from '../impact.js';
import type {CommandName} from '../keys/keymap.js';
import type {LogView} from '../state/log-view.js';
import {messageOf} from './copy-commands.js';
import {askToPlay} from './play-commands.js';
import type {Perform, RunContext} from './run-context.js';

/** Commands that change the run, and those that leave or arrange the screen. */
export const runCommands = {
	retry: context => askToRetry(context),
	'retry-failed': context => askToRetryFailed(context),
	cancel: context => cancelJobs(context),
	'cancel-run': context => askToCancelRun(context),
	play: context => play(context),
	hold: context => hold(context),
	mark: ({dispatch, rows, index, now}) => {
		const row = rows[index];
		if (row?.kind === 'job') {
			dispatch({type: 'job-marked', job: row.job.name});
			const next = rows[index + 1];
			if (next !== undefined) {
				dispatch({type: 'selected', id: next.id, now: now()});
			}
		}
	},
	shell: context => openShell(context),
	stream: ({withTerminal, terminal, run, toast}) => {
		withTerminal(() => terminal.stream(run)).catch((error: unknown) => toast(messageOf(error), 'error'));
	},
	palette: ({dispatch}) => dispatch({type: 'dialog-changed', dialog: {kind: 'palette', text: '', at: 0}}),
	mouse: ({dispatch, ui, toast}) => {
		const mouse = !ui.arrangement.mouse;
		dispatch({type: 'arranged', change: {mouse}});
		toast(
			mouse
				? 'the mouse is ours: wheel, click, drag (M releases it)'
				: "the mouse is the terminal's: select and copy as you do elsewhere",
		);
	},
	wider: ({dispatch, ui}) => dispatch({type: 'arranged', change: {widened: Math.min(80, ui.arrangement.widened + 4)}}),
	narrower: ({dispatch, ui}) =>
		dispatch({type: 'arranged', change: {widened: Math.max(-40, ui.arrangement.widened - 4)}}),
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
		for (const job of dialog.jobs) {
			retry(context, job);
		}

		dispatch({type: 'job-marked', job: undefined});
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
	const {state, dispatch, foresight} = context;
	const jobs = targets(context, job => job.status !== 'Pending' && job.status !== 'Running' && job.attempts.length > 0);
	const again = new Set(jobs.flatMap(job => retryImpact(state, job)));
	const impact = [...state.jobs.values()].map(({name}) => name).filter(name => again.has(name) && !jobs.includes(name));
	const [first] = jobs;
	if (first !== undefined && jobs.length === 1 && impact.length === 0) {
		retry(context, first);
	} else if (first !== undefined) {
		const about = foresight.lengthOf([...jobs, ...impact]);
		dispatch({type: 'dialog-changed', dialog: {kind: 'retry', jobs, impact, about, all: false}});
	}
}

/** The marked jobs that a command is for, else the selected one. */
function targets({ui, state, job}: RunContext, suits: (job: JobState) => boolean): readonly string[] {
	return ui.marked.size === 0
		? job === undefined
			? []
			: [job.name]
		: [...state.jobs.values()].filter(one => ui.marked.has(one.name) && suits(one)).map(({name}) => name);
}

function retry({run, toast}: RunContext, job: string): void {
	run.send({type: 'retry-job', job});
	toast(`retrying ${job}`);
}

function askToRetryFailed({state, dispatch, foresight}: RunContext): void {
	const jobs = failedJobs(state);
	const again = new Set(jobs.flatMap(job => retryImpact(state, job)));
	const impact = [...state.jobs.values()].map(({name}) => name).filter(name => again.has(name) && !jobs.includes(name));
	dispatch({
		type: 'dialog-changed',
		dialog: {kind: 'retry', jobs, impact, about: foresight.lengthOf([...jobs, ...impact]), all: true},
	});
}

function cancelJobs(context: RunContext): void {
	const {run, state, toast, dispatch} = context;
	const names = targets(context, job => !isSettled(job.status));
	for (const name of names) {
		run.send({type: 'cancel-job', job: name});
	}

	const job = state.jobs.get(names[0] ?? '');
	if (names.length > 1) {
		dispatch({type: 'job-marked', job: undefined});
		toast(`canceling ${names.length} jobs`, 'warning');
	} else if (job?.phase === 'canceling') {
		toast(`killing ${job.name}`, 'warning');
	} else if (job !== undefined) {
		toast(job.status === 'Running' ? `canceling ${job.name} (x again kills)` : `canceled ${job.name}`, 'warning');
	}
}

/** Marked jobs are played as they are; one job alone is asked for its variables. */
function play(context: RunContext): void {
	const {ui, run, toast, dispatch} = context;
	if (ui.marked.size === 0) {
		askToPlay(context);
		return;
	}

	const names = targets(context, job => job.status === 'Pending' && job.reason?.kind === 'manual');
	for (const name of names) {
		run.send({type: 'play-job', job: name});
	}

	dispatch({type: 'job-marked', job: undefined});
	toast(names.length === 0 ? 'no marked job waits to be played' : `playing ${names.join(', ')}`);
}

/** A shell in the job's container: the terminal is the shell's until it ends. */
function openShell({ports, run, job, withTerminal, toast}: RunContext): void {
	const attempt = job?.attempts.at(-1);
	const {shell} = ports;
	if (shell !== undefined && job !== undefined && attempt !== undefined) {
		withTerminal(() => shell(run, job.name, attempt.number)).then(
			() => toast(job.status === 'Failed' ? 'r runs the job again' : ''),
			(error: unknown) => toast(messageOf(error), 'error'),
		);
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
	} else if (ui.marked.size > 0) {
		dispatch({type: 'job-marked', job: undefined});
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
