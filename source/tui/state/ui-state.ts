import type {RunState} from '../../model/run-state.js';
import type {PaneName} from '../layout.js';
import {foldsAbove, isOver, jobAt, jobsIn, type PlacedJob, successorOf} from '../placed-job.js';
import {type Folds, passes, type StateFilter} from '../tree.js';
import {type Arrangement, initialArrangement} from './arrangement.js';
import type {PlayForm} from './play-form.js';
import {followRun, initialSelection, type Selection} from './selection.js';

/** Everything of the Run view that is the user's and not the run's. */
export interface UiState {
	/** The run's state that was seen last, to tell what is new. */
	readonly seen: RunState;
	readonly selection: Selection;
	readonly focus: PaneName;
	readonly arrangement: Arrangement;
	/** The selected item of a view over the whole screen. */
	readonly pageIndex: number;
	/** First row of a tab that is not the log. */
	readonly tabTop: number;
	/** Runs marked to be compared, at most two, and whether they are. */
	readonly markedRuns: readonly number[];
	readonly comparing: boolean;
	/** Ids of the jobs that the next command is for, instead of the selected one. */
	readonly marked: ReadonlySet<string>;
	readonly folds: Folds;
	readonly stateFilter: StateFilter;
	readonly nameFilter: string;
	readonly prompt: Prompt | undefined;
	readonly dialog: Dialog | undefined;
	readonly toast: Toast | undefined;
	/** Shown instead of the latest attempt; undefined: the latest. */
	readonly attempt: number | undefined;
	/** The run was asked to cancel: asking again kills. */
	readonly canceling: boolean;
	/** The screen is left as soon as the run has settled. */
	readonly leaving: boolean;
	/** What the glyphs mean is shown where the tree leaves room; gone once the help was opened. */
	readonly legend: boolean;
}

/** `only`: which lines of the log are shown. `save`: the file to write the log to. */
export type PromptKind = 'filter' | 'search' | 'only' | 'save';

/** A line of text being typed in the place of the hint bar. */
export interface Prompt {
	readonly kind: PromptKind;
	readonly text: string;
}

export type Dialog =
	/** `top`: its first row on screen. */
	| {readonly kind: 'help'; readonly top: number}
	/** `q` or Ctrl+C while the run is on. */
	| {readonly kind: 'quit'}
	| {readonly kind: 'cancel-run'}
	| {readonly kind: 'play'; readonly id: string; readonly form: PlayForm}
	| {readonly kind: 'palette'; readonly text: string; readonly at: number}
	| {
			readonly kind: 'retry';
			/** Their ids. */
			readonly jobs: readonly string[];
			/** Names of those that run again after them. */
			readonly impact: readonly string[];
			/** About how long it takes, in ms. */
			readonly about?: number | undefined;
			readonly all: boolean;
	  };

export interface Toast {
	readonly text: string;
	readonly tone: 'info' | 'success' | 'warning' | 'error';
	readonly at: number;
}

export type UiAction =
	/** `onePane`: the screen shows the tree or the log, not both. */
	| {readonly type: 'run-changed'; readonly state: RunState; readonly now: number; readonly onePane?: boolean}
	| {readonly type: 'selected'; readonly id: string; readonly now: number}
	| {readonly type: 'folded'; readonly ids: readonly string[]; readonly folded: boolean}
	| {readonly type: 'focused'; readonly pane: PaneName}
	| {readonly type: 'arranged'; readonly change: Partial<Arrangement>}
	| {readonly type: 'page-moved'; readonly index: number}
	| {readonly type: 'tab-scrolled'; readonly top: number}
	/** A third run takes the place of the first. */
	| {readonly type: 'run-marked'; readonly run: number}
	| {readonly type: 'comparing-switched'}
	/** Undefined: no job is marked any more. */
	| {readonly type: 'job-marked'; readonly id: string | undefined}
	| {readonly type: 'state-filter-switched'}
	/** Goes to the first job that passes, unless the selected one does. */
	| {readonly type: 'name-filtered'; readonly name: string; readonly now: number}
	| {readonly type: 'prompt-changed'; readonly prompt: Prompt | undefined}
	| {readonly type: 'dialog-changed'; readonly dialog: Dialog | undefined}
	| {readonly type: 'attempt-chosen'; readonly attempt: number | undefined}
	| {readonly type: 'cancel-asked'; readonly leaving: boolean}
	| {readonly type: 'toasted'; readonly toast: Toast | undefined};

export function initialUi(state: RunState): UiState {
	const selection = initialSelection(state);
	const ui: UiState = {
		seen: state,
		selection,
		focus: 'tree',
		arrangement: initialArrangement,
		pageIndex: 0,
		tabTop: 0,
		markedRuns: [],
		comparing: false,
		marked: new Set(),
		folds: new Map(),
		stateFilter: 'all',
		nameFilter: '',
		prompt: undefined,
		dialog: undefined,
		toast: undefined,
		attempt: undefined,
		canceling: false,
		leaving: false,
		legend: true,
	};
	return selection.by === 'failure' && selection.id !== undefined ? openedFor(ui, selection.id) : ui;
}

export function reduceUi(ui: UiState, action: UiAction): UiState {
	switch (action.type) {
		case 'run-changed': {
			return runChanged(ui, action.state, action.now, action.onePane === true || ui.arrangement.zoomed);
		}

		case 'selected': {
			const selection: Selection = {id: action.id, by: 'user', movedAt: action.now};
			const same = action.id === ui.selection.id;
			return {
				...openedFor(ui, action.id),
				selection,
				attempt: same ? ui.attempt : undefined,
				tabTop: same ? ui.tabTop : 0,
			};
		}

		case 'folded': {
			return {...ui, folds: new Map([...ui.folds, ...action.ids.map(id => [id, action.folded] as const)])};
		}

		case 'focused': {
			return {...ui, focus: action.pane};
		}

		case 'arranged': {
			return arranged(ui, action.change);
		}

		case 'page-moved': {
			return {...ui, pageIndex: action.index};
		}

		case 'tab-scrolled': {
			return {...ui, tabTop: action.top};
		}

		case 'run-marked': {
			const {markedRuns} = ui;
			return {
				...ui,
				markedRuns: markedRuns.includes(action.run)
					? markedRuns.filter(run => run !== action.run)
					: [...markedRuns, action.run].slice(-2),
			};
		}

		case 'job-marked': {
			return {...ui, marked: switched(ui.marked, action.id)};
		}

		case 'comparing-switched': {
			return {...ui, comparing: !ui.comparing, pageIndex: 0};
		}

		case 'state-filter-switched': {
			return {...ui, stateFilter: ui.stateFilter === 'all' ? 'active' : ui.stateFilter === 'active' ? 'failed' : 'all'};
		}

		case 'name-filtered': {
			return nameFiltered(ui, action.name, action.now);
		}

		case 'prompt-changed': {
			return {...ui, prompt: action.prompt};
		}

		case 'dialog-changed': {
			return {...ui, dialog: action.dialog, legend: ui.legend && action.dialog?.kind !== 'help'};
		}

		case 'attempt-chosen': {
			return {...ui, attempt: action.attempt};
		}

		case 'cancel-asked': {
			return {...ui, canceling: true, leaving: ui.leaving || action.leaving};
		}

		case 'toasted': {
			return {...ui, toast: action.toast};
		}
	}
}

/** The selected job; undefined when a stage is selected. */
export function selectedJob({seen, selection}: UiState): PlacedJob | undefined {
	return jobAt(seen, selection.id);
}

function runChanged(ui: UiState, state: RunState, now: number, onePane: boolean): UiState {
	if (state === ui.seen) {
		return ui;
	}

	const busy = ui.prompt !== undefined || ui.dialog !== undefined;
	const {selection, failed, shown} = followRun(ui.seen, state, carried(ui, state), {now, busy});
	const moved = selection.id !== ui.selection.id;
	const {id = ''} = selection;
	const opened = shown ? openedFor(ui, id, state) : moved ? unfolded(ui, id, state) : ui;
	const next: UiState = {
		...opened,
		seen: state,
		selection,
		marked: present(ui.marked, state),
		canceling: ui.canceling && !isOver(state),
		attempt: moved ? undefined : ui.attempt,
		focus: shown && onePane ? 'log' : ui.focus,
	};
	const [first] = failed;
	if (first === undefined) {
		return next;
	}

	const more = failed.length > 1 ? ` and ${failed.length - 1} more` : '';
	const hint = shown || first.allowed ? '' : ' (e in the tree goes to what failed)';
	const text = `${first.name}${more} failed${first.allowed ? ', which is allowed' : ''}${hint}`;
	return {...next, toast: {text, tone: first.allowed ? 'warning' : 'error', at: now}};
}

/** The selection in the child that has taken the place of the one it was in. */
function carried({seen, selection}: UiState, state: RunState): Selection {
	const {id} = selection;
	return id === undefined ? selection : {...selection, id: successorOf(seen, state, id)};
}

/** The marks of the jobs that are still there. */
function present(marked: ReadonlySet<string>, state: RunState): ReadonlySet<string> {
	return [...marked].every(id => jobAt(state, id) !== undefined)
		? marked
		: new Set([...marked].filter(id => jobAt(state, id) !== undefined));
}

function switched(marked: ReadonlySet<string>, id: string | undefined): ReadonlySet<string> {
	const next = new Set(id === undefined ? [] : marked);
	if (id !== undefined && !next.delete(id)) {
		next.add(id);
	}

	return next;
}

function arranged(ui: UiState, change: Partial<Arrangement>): UiState {
	const arrangement = {...ui.arrangement, ...change};
	const anotherView = arrangement.view !== ui.arrangement.view;
	return {
		...ui,
		arrangement,
		pageIndex: anotherView ? 0 : ui.pageIndex,
		comparing: !anotherView && ui.comparing,
		tabTop: arrangement.tab === ui.arrangement.tab ? ui.tabTop : 0,
	};
}

function nameFiltered(ui: UiState, name: string, now: number): UiState {
	const next = {...ui, nameFilter: name};
	const filter = {name, state: ui.stateFilter};
	const selected = selectedJob(ui)?.job;
	if (name === '' || (selected !== undefined && passes(selected, filter))) {
		return next;
	}

	const first = jobsIn(ui.seen).find(({job}) => passes(job, filter));
	return first === undefined
		? next
		: {...openedFor(next, first.id), selection: {id: first.id, by: 'user', movedAt: now}, attempt: undefined};
}

/** Opens what hides the row where something happens; a child's tree folds again when it has passed. */
function unfolded(ui: UiState, id: string, state: RunState): UiState {
	const hiding = foldsAbove(state, id).filter(above => ui.folds.get(above) === true);
	if (hiding.length === 0) {
		return ui;
	}

	const folds = new Map(ui.folds);
	for (const above of hiding) {
		folds.delete(above);
	}

	return {...ui, folds};
}

/** Opens what hides a row that the user goes to, or a failure, and keeps it open. */
function openedFor(ui: UiState, id: string, state: RunState = ui.seen): UiState {
	const closed = foldsAbove(state, id).filter(above => ui.folds.get(above) !== false);
	return closed.length === 0
		? ui
		: {...ui, folds: new Map([...ui.folds, ...closed.map(above => [above, false] as const)])};
}
