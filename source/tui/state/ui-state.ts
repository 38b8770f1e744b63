import type {RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import type {PaneName} from '../layout.js';
import {passes, type StateFilter} from '../tree.js';
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
	/** Jobs that the next command is for, instead of the selected one. */
	readonly marked: ReadonlySet<string>;
	/** Names of folded stages. */
	readonly folds: ReadonlySet<string>;
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
	| {readonly kind: 'play'; readonly job: string; readonly form: PlayForm}
	| {readonly kind: 'palette'; readonly text: string; readonly at: number}
	| {
			readonly kind: 'retry';
			readonly jobs: readonly string[];
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
	| {readonly type: 'folded'; readonly stages: readonly string[]; readonly folded: boolean}
	| {readonly type: 'focused'; readonly pane: PaneName}
	| {readonly type: 'arranged'; readonly change: Partial<Arrangement>}
	| {readonly type: 'page-moved'; readonly index: number}
	| {readonly type: 'tab-scrolled'; readonly top: number}
	/** A third run takes the place of the first. */
	| {readonly type: 'run-marked'; readonly run: number}
	| {readonly type: 'comparing-switched'}
	/** Undefined: no job is marked any more. */
	| {readonly type: 'job-marked'; readonly job: string | undefined}
	| {readonly type: 'state-filter-switched'}
	/** Goes to the first job that passes, unless the selected one does. */
	| {readonly type: 'name-filtered'; readonly name: string; readonly now: number}
	| {readonly type: 'prompt-changed'; readonly prompt: Prompt | undefined}
	| {readonly type: 'dialog-changed'; readonly dialog: Dialog | undefined}
	| {readonly type: 'attempt-chosen'; readonly attempt: number | undefined}
	| {readonly type: 'cancel-asked'; readonly leaving: boolean}
	| {readonly type: 'toasted'; readonly toast: Toast | undefined};

export function initialUi(state: RunState): UiState {
	return {
		seen: state,
		selection: initialSelection(state),
		focus: 'tree',
		arrangement: initialArrangement,
		pageIndex: 0,
		tabTop: 0,
		markedRuns: [],
		comparing: false,
		marked: new Set(),
		folds: new Set(),
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
				...unfolded(ui, action.id),
				selection,
				attempt: same ? ui.attempt : undefined,
				tabTop: same ? ui.tabTop : 0,
			};
		}

		case 'folded': {
			const folds = new Set(ui.folds);
			for (const stage of action.stages) {
				if (action.folded) {
					folds.add(stage);
				} else {
					folds.delete(stage);
				}
			}

			return {...ui, folds};
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
			return {...ui, marked: switched(ui.marked, action.job)};
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

/** The selected job's name; undefined when a stage is selected. */
export function selectedJob({selection}: UiState): string | undefined {
	return selection.id?.startsWith('job ') === true ? selection.id.slice(4) : undefined;
}

function runChanged(ui: UiState, state: RunState, now: number, onePane: boolean): UiState {
	if (state === ui.seen) {
		return ui;
	}

	const busy = ui.prompt !== undefined || ui.dialog !== undefined;
	const {selection, failed, shown} = followRun(ui.seen, state, ui.selection, {now, busy});
	const moved = selection.id !== ui.selection.id;
	const next: UiState = {
		...(moved && selection.id !== undefined ? unfolded(ui, selection.id, state) : ui),
		seen: state,
		selection,
		canceling: ui.canceling && !isSettled(state.status),
		attempt: moved ? undefined : ui.attempt,
		focus: shown && onePane ? 'log' : ui.focus,
	};
	const [first] = failed;
	if (first === undefined) {
		return next;
	}

	const more = failed.length > 1 ? ` and ${failed.length - 1} more` : '';
	const hint = shown || first.allowed ? '' : ' (e shows it)';
	const text = `${first.name}${more} failed${first.allowed ? ', which is allowed' : ''}${hint}`;
	return {...next, toast: {text, tone: first.allowed ? 'warning' : 'error', at: now}};
}

function switched(marked: ReadonlySet<string>, job: string | undefined): ReadonlySet<string> {
	const next = new Set(job === undefined ? [] : marked);
	if (job !== undefined && !next.delete(job)) {
		next.add(job);
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
	const selected = ui.seen.jobs.get(selectedJob(ui) ?? '');
	if (name === '' || (selected !== undefined && passes(selected, filter))) {
		return next;
	}

	const first = [...ui.seen.jobs.values()].find(job => passes(job, filter));
	return first === undefined
		? next
		: {
				...unfolded(next, `job ${first.name}`),
				selection: {id: `job ${first.name}`, by: 'user', movedAt: now},
				attempt: undefined,
			};
}

/** Opens the stage that hides the selected job. */
function unfolded(ui: UiState, id: string, state: RunState = ui.seen): UiState {
	const stage = id.startsWith('job ') ? state.jobs.get(id.slice(4))?.stage : undefined;
	return stage === undefined || !ui.folds.has(stage)
		? ui
		: {...ui, folds: new Set([...ui.folds].filter(name => name !== stage))};
}
