import {isSettled} from '../../model/status.js';
import {failedPlaces, retryImpact} from '../impact.js';
import type {CommandName} from '../keys/keymap.js';
import {isOver, jobAt, jobId, jobsIn, type PlacedJob, pathOf} from '../placed-job.js';
import type {LogView} from '../state/log-view.js';
import type {Dialog} from '../state/ui-state.js';
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
			dispatch({type: 'job-marked', id: row.id});
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
	const {ui, state, dispatch, toast} = context;
	const {dialog} = ui;
	dispatch({type: 'dialog-changed', dialog: undefined});
	if (dialog?.kind === 'cancel-run') {
		cancelRun(context, false);
	} else if (dialog?.kind === 'retry' && dialog.all) {
		retryFailed(context);
		toast(`retrying ${dialog.jobs.length} ${dialog.jobs.length === 1 ? 'job' : 'jobs'}`);
	} else if (dialog?.kind === 'retry') {
		for (const place of dialog.jobs.map(id => jobAt(state, id))) {
			retry(context, place);
		}

		dispatch({type: 'job-marked', id: undefined});
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
	const {dispatch} = context;
	const jobs = targets(
		context,
		({job}) => job.status !== 'Pending' && job.status !== 'Running' && job.attempts.length > 0,
	);
	const [first, ...more] = jobs;
	const impact = impactOf(jobs);
	if (first !== undefined && more.length === 0 && impact.length === 0) {
		retry(context, first);
	} else if (first !== undefined) {
		dispatch({type: 'dialog-changed', dialog: retryDialog(jobs, context, false)});
	}
}

/** The marked jobs that a command is for, else the selected one. */
function targets({ui, state, place}: RunContext, suits: (place: PlacedJob) => boolean): readonly PlacedJob[] {
	return ui.marked.size === 0
		? place === undefined
			? []
			: [place]
		: jobsIn(state).filter(one => ui.marked.has(one.id) && suits(one));
}

/** Those that were skipped because of these jobs, in their order. */
function impactOf(jobs: readonly PlacedJob[]): readonly PlacedJob[] {
	const chosen = new Set(jobs.map(({id}) => id));
	const runs = Map.groupBy(jobs, ({state}) => state);
	return [...runs].flatMap(([state, retried]) => {
		const again = new Set(retried.flatMap(({job}) => retryImpact(state, job.name)));
		return retried.slice(0, 1).flatMap(({run, parent}) =>
			[...again].flatMap(name => {
				const job = state.jobs.get(name);
				const id = jobId(name, run);
				return job === undefined || chosen.has(id) ? [] : [{id, run, state, job, child: undefined, parent}];
			}),
		);
	});
}

function retryDialog(jobs: readonly PlacedJob[], {foresight}: RunContext, all: boolean): Dialog {
	const impact = impactOf(jobs);
	const names = [...jobs, ...impact].filter(({run}) => run === undefined).map(({job}) => job.name);
	return {
		kind: 'retry',
		jobs: jobs.map(({id}) => id),
		impact: impact.map(pathOf),
		about: foresight.lengthOf(names),
		all,
	};
}

function retry({handleOf, toast}: RunContext, place: PlacedJob | undefined): void {
	if (place !== undefined) {
		handleOf(place)?.send({type: 'retry-job', job: place.job.name});
		// Its outcome is the child's as it was then: only a new child changes it.
		const {parent} = place;
		const stays =
			parent?.job.status === 'Failed' ? ` (${parent.job.name} stays failed until it is retried itself)` : '';
		toast(`retrying ${pathOf(place)}${stays}`);
	}
}

function askToRetryFailed(context: RunContext): void {
	context.dispatch({type: 'dialog-changed', dialog: retryDialog(failedPlaces(context.state), context, true)});
}

function retryFailed({state, handleOf}: RunContext): void {
	for (const [place] of Map.groupBy(failedPlaces(state), ({run}) => run).values()) {
		if (place !== undefined) {
			handleOf(place)?.send({type: 'retry-failed'});
		}
	}
}

function cancelJobs(context: RunContext): void {
	const {handleOf, toast, dispatch} = context;
	const places = targets(context, ({job}) => !isSettled(job.status));
	for (const place of places) {
		handleOf(place)?.send({type: 'cancel-job', job: place.job.name});
	}

	const [first, ...more] = places;
	if (more.length > 0) {
		dispatch({type: 'job-marked', id: undefined});
		toast(`canceling ${places.length} jobs`, 'warning');
	} else if (first !== undefined) {
		const {job} = first;
		const name = pathOf(first);
		const started = job.status === 'Running' ? `canceling ${name} (x again kills)` : `canceled ${name}`;
		toast(job.phase === 'canceling' ? `killing ${name}` : started, 'warning');
	}
}

/** Marked jobs are played as they are; one job alone is asked for its variables. */
function play(context: RunContext): void {
	const {ui, handleOf, toast, dispatch} = context;
	if (ui.marked.size === 0) {
		askToPlay(context);
		return;
	}

	const places = targets(context, ({job}) => job.status === 'Pending' && job.reason?.kind === 'manual');
	for (const place of places) {
		handleOf(place)?.send({type: 'play-job', job: place.job.name});
	}

	dispatch({type: 'job-marked', id: undefined});
	toast(places.length === 0 ? 'no marked job waits to be played' : `playing ${places.map(pathOf).join(', ')}`);
}

/** A shell in the job's container: the terminal is the shell's until it ends. */
function openShell({ports, place, handleOf, job, withTerminal, toast}: RunContext): void {
	const attempt = job?.attempts.at(-1);
	const run = place && handleOf(place);
	const {shell} = ports;
	if (shell !== undefined && run !== undefined && job !== undefined && attempt !== undefined) {
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

/** Escape leaves the innermost thing first, a run that is over for Home, and never the program. */
function back(context: RunContext): void {
	const {ui, log, dispatch, canGoBack, leave, now, toast} = context;
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
		dispatch({type: 'job-marked', id: undefined});
	} else if (ui.nameFilter !== '') {
		dispatch({type: 'name-filtered', name: '', now: now()});
	} else if (ui.arrangement.zoomed) {
		dispatch({type: 'arranged', change: {zoomed: false}});
	} else if (ui.focus === 'log') {
		dispatch({type: 'focused', pane: 'tree'});
	} else if (canGoBack && hasEnded(context)) {
		leave('back');
	} else {
		toast('q leaves');
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
	if (!hasEnded(context)) {
		dispatch({type: 'dialog-changed', dialog: {kind: 'quit'}});
	} else if (canGoBack && !run.controllable) {
		leave('back');
	} else {
		leave('quit');
	}
}

/** Ctrl+C: asks; in the question, cancels and leaves when all has ended; after that, kills and leaves at once. */
function interrupt(context: RunContext): void {
	if (hasEnded(context)) {
		context.leave('quit');
	} else if (context.ui.leaving) {
		cancelRun(context, true);
		context.leave('quit-canceled');
	} else {
		context.dispatch({type: 'dialog-changed', dialog: {kind: 'quit'}});
	}
}

function hasEnded({run, state}: RunContext): boolean {
	return !run.controllable || isOver(state);
}
