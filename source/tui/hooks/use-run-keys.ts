import {useRef} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import {isSettled} from '../../model/status.js';
import {answerDialog} from '../commands/answer-dialog.js';
import {logCommands} from '../commands/log-commands.js';
import {pageCommands} from '../commands/page-commands.js';
import {typeIntoPrompt} from '../commands/prompt.js';
import {runCommands} from '../commands/run-commands.js';
import type {Leaving, Perform, RunContext} from '../commands/run-context.js';
import {treeCommands} from '../commands/tree-commands.js';
import type {Foresight} from '../history/foresight.js';
import {disabledReason} from '../keys/disabled.js';
import {type Binding, bindingOf, bindingsIn, type CommandName, type Scope} from '../keys/keymap.js';
import type {Page} from '../pages/page.js';
import type {Ports} from '../ports.js';
import {selectedJob, type UiState} from '../state/ui-state.js';
import type {UiStore} from '../state/ui-store.js';
import type {TerminalControls} from '../terminal/controls.js';
import {indexOfRow, treeRows} from '../tree.js';
import {useKeys} from './use-keys.js';
import {useWithTerminal, type WithTerminal} from './use-program.js';
import type {SelectedJob} from './use-shown-job.js';
import {useSuspend} from './use-suspend.js';

interface RunKeysInput {
	readonly run: RunHandle;
	readonly store: UiStore;
	readonly selected: SelectedJob;
	readonly treeHeight: number;
	readonly now: () => number;
	readonly terminal: TerminalControls;
	readonly root: string;
	readonly page: Page | undefined;
	readonly ports: Ports;
	readonly foresight: Foresight;
	readonly show: (run: RunHandle) => void;
	readonly canGoBack: boolean;
	readonly onLeave: (leaving: Leaving) => void;
}

export interface RunKeys {
	readonly scope: Scope;
	/** What can be pressed now, for the hint bar. */
	readonly hints: readonly Binding[];
}

const commands: Partial<Record<CommandName, Perform>> = {
	...treeCommands,
	...logCommands,
	...runCommands,
	...pageCommands,
};

/** Keys of the Run view: to the dialog or the prompt that is open, else through the keymap to a command. */
export function useRunKeys(input: RunKeysInput): RunKeys {
	const suspend = useSuspend(input.terminal);
	const withTerminal = useWithTerminal(input.terminal);
	const context = (): RunContext => runContext(input, suspend, withTerminal);
	const last = useRef<PressedKey>(undefined);
	const perform = (key: string) => {
		const current = context();
		const {ui} = current;
		if (ui.dialog !== undefined) {
			answerDialog(key, current);
		} else if (ui.prompt !== undefined) {
			typeIntoPrompt(key, current);
		} else {
			performKey(key, current, last.current);
			last.current = {key, at: current.now()};
		}
	};

	useKeys(perform, text => {
		for (const character of input.store.get().prompt === undefined ? '' : text.replaceAll(/[\u0000-\u001F]+/g, ' ')) {
			perform(character === ' ' ? 'space' : character);
		}
	});

	const now = context();
	const scope = scopeOf(now.ui);
	const hints = bindingsIn(scope).filter(
		({command}) => disabledReason(command, commandContext(now)) === undefined && command !== hidden(now),
	);
	return {scope, hints};
}

interface PressedKey {
	readonly key: string;
	/** ms since the epoch. */
	readonly at: number;
}

/** So soon after `z`, `a` makes a `za` of it. */
const chordMs = 700;

function performKey(key: string, context: RunContext, last: PressedKey | undefined): void {
	const scope = scopeOf(context.ui);
	const chord = last !== undefined && context.now() - last.at <= chordMs ? bindingOf(last.key + key, scope) : undefined;
	if (chord !== undefined) {
		// What the first key did by itself is taken back.
		context.dispatch({type: 'arranged', change: {zoomed: !context.ui.arrangement.zoomed}});
	}

	const binding = chord ?? bindingOf(key, scope);
	if (binding === undefined) {
		return;
	}

	const reason = disabledReason(binding.command, commandContext(context));
	if (reason === undefined) {
		commands[binding.command]?.(context);
	} else {
		context.toast(reason, 'warning');
	}
}

function scopeOf({focus, arrangement}: UiState): Scope {
	if (arrangement.view !== 'run') {
		return [arrangement.view, 'page', 'run'];
	}

	return focus === 'tree' ? ['tree', 'run'] : [arrangement.tab === 'log' ? 'log' : 'tab', 'run'];
}

/** While the run is on, holding is worth a hint; leaving is not. */
function hidden({state}: RunContext): CommandName | undefined {
	return isSettled(state.status) ? 'hold' : undefined;
}

function commandContext({state, run, job, log}: RunContext) {
	return {state, controllable: run.controllable, job, searching: log?.snapshot().search !== undefined};
}

function runContext(
	{
		run,
		store,
		selected,
		treeHeight,
		now,
		terminal,
		root,
		page,
		ports,
		foresight,
		show,
		canGoBack,
		onLeave,
	}: RunKeysInput,
	suspend: () => void,
	withTerminal: WithTerminal,
): RunContext {
	const ui = store.get();
	const state = ui.seen;
	const rows = treeRows(state, ui.folds, {name: ui.nameFilter, state: ui.stateFilter});
	const item = page?.items[Math.min(ui.pageIndex, page.items.length - 1)]?.target;
	const name =
		item === undefined ? selectedJob(ui) : item.kind === 'job' || item.kind === 'test' ? item.job : undefined;
	return {
		run,
		state,
		ui,
		dispatch: store.dispatch,
		rows,
		index: indexOfRow(rows, ui.selection.id, state),
		job: name === undefined ? undefined : state.jobs.get(name),
		log: selected.log.view,
		treeHeight,
		now,
		toast: (text, tone = 'info') => store.dispatch({type: 'toasted', toast: {text, tone, at: now()}}),
		leave: onLeave,
		canGoBack,
		repaint: terminal.repaint,
		suspend,
		terminal,
		withTerminal,
		logFile: selected.logFile,
		failure: selected.failure,
		root,
		page,
		ports,
		foresight,
		show,
	};
}
