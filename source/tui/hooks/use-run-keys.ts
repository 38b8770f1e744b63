import type {RunHandle} from '../../engine/run-handle.js';
import {isSettled} from '../../model/status.js';
import {answerDialog} from '../commands/answer-dialog.js';
import {logCommands} from '../commands/log-commands.js';
import {typeIntoPrompt} from '../commands/prompt.js';
import {runCommands} from '../commands/run-commands.js';
import type {Leaving, Perform, RunContext} from '../commands/run-context.js';
import {treeCommands} from '../commands/tree-commands.js';
import {disabledReason} from '../keys/disabled.js';
import {type Binding, bindingOf, bindingsIn, type CommandName, type Scope} from '../keys/keymap.js';
import {selectedJob, type UiState} from '../state/ui-state.js';
import type {UiStore} from '../state/ui-store.js';
import {clipboardSequence} from '../terminal/clipboard.js';
import type {TerminalControls} from '../terminal/controls.js';
import {plain} from '../text/cut.js';
import {indexOfRow, treeRows} from '../tree.js';
import {useKeys} from './use-keys.js';
import type {ShownLog} from './use-log.js';
import {useSuspend} from './use-suspend.js';

interface RunKeysInput {
	readonly run: RunHandle;
	readonly store: UiStore;
	readonly log: ShownLog;
	readonly treeHeight: number;
	readonly now: () => number;
	readonly terminal: TerminalControls;
	readonly canGoBack: boolean;
	readonly onLeave: (leaving: Leaving) => void;
}

export interface RunKeys {
	readonly scope: Scope;
	/** What can be pressed now, for the hint bar. */
	readonly hints: readonly Binding[];
}

const commands: Partial<Record<CommandName, Perform>> = {...treeCommands, ...logCommands, ...runCommands};

/** Keys of the Run view: to the dialog or the prompt that is open, else through the keymap to a command. */
export function useRunKeys(input: RunKeysInput): RunKeys {
	const suspend = useSuspend(input.terminal);
	const context = (): RunContext => runContext(input, suspend);
	const perform = (key: string) => {
		const current = context();
		const {ui} = current;
		if (ui.dialog !== undefined) {
			answerDialog(key, current);
		} else if (ui.prompt !== undefined) {
			typeIntoPrompt(key, current);
		} else {
			performKey(key, current);
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

function performKey(key: string, context: RunContext): void {
	const binding = bindingOf(key, scopeOf(context.ui));
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

function scopeOf({focus}: UiState): Scope {
	return focus === 'tree' ? ['tree', 'run'] : ['log', 'run'];
}

/** While the run is on, holding is worth a hint; leaving is not. */
function hidden({state}: RunContext): CommandName | undefined {
	return isSettled(state.status) ? 'hold' : undefined;
}

function commandContext({state, run, job, log}: RunContext) {
	return {state, controllable: run.controllable, job, searching: log?.snapshot().search !== undefined};
}

function runContext(
	{run, store, log, treeHeight, now, terminal, canGoBack, onLeave}: RunKeysInput,
	suspend: () => void,
): RunContext {
	const ui = store.get();
	const state = ui.seen;
	const rows = treeRows(state, ui.folds, {name: ui.nameFilter, state: ui.stateFilter});
	const name = selectedJob(ui);
	return {
		run,
		state,
		ui,
		dispatch: store.dispatch,
		rows,
		index: indexOfRow(rows, ui.selection.id, state),
		job: name === undefined ? undefined : state.jobs.get(name),
		log: log.view,
		treeHeight,
		now,
		toast: (text, tone = 'info') => store.dispatch({type: 'toasted', toast: {text, tone, at: now()}}),
		leave: onLeave,
		canGoBack,
		repaint: terminal.repaint,
		suspend,
		copy: text => terminal.send(clipboardSequence(text, terminal.insideTmux)),
		visibleText: () => log.snapshot.lines.map(line => plain(line.text)).join('\n'),
	};
}
