import {type RefObject, useRef} from 'react';
import type {RunHandle} from '../../engine/run-handle.js';
import {isSettled} from '../../model/status.js';
import {answerDialog} from '../commands/answer-dialog.js';
import {commandContext} from '../commands/command-context.js';
import {logCommands} from '../commands/log-commands.js';
import {type DrawnRows, onMouse} from '../commands/mouse-commands.js';
import {pageCommands} from '../commands/page-commands.js';
import {type PaletteEntry, paletteEntries} from '../commands/palette.js';
import {typed, typeIntoPrompt} from '../commands/prompt.js';
import {runCommands} from '../commands/run-commands.js';
import type {Leaving, Perform, RunContext} from '../commands/run-context.js';
import {treeCommands} from '../commands/tree-commands.js';
import {helpEnd} from '../components/help.js';
import type {Foresight} from '../history/foresight.js';
import type {Hit} from '../hit.js';
import {disabledReason} from '../keys/disabled.js';
import {type Binding, bindingOf, bindingsIn, type CommandName, type Scope} from '../keys/keymap.js';
import type {Page} from '../pages/page.js';
import {jobAt, jobId} from '../placed-job.js';
import type {Ports} from '../ports.js';
import {runOf} from '../run-of.js';
import {type Dialog, selectedJob, type UiState} from '../state/ui-state.js';
import type {UiStore} from '../state/ui-store.js';
import type {TerminalControls} from '../terminal/controls.js';
import type {Theme} from '../theme.js';
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
	readonly size: {readonly columns: number; readonly rows: number};
	readonly theme: Theme;
	readonly now: () => number;
	readonly terminal: TerminalControls;
	readonly root: string;
	readonly page: Page | undefined;
	readonly ports: Ports;
	readonly foresight: Foresight;
	readonly show: (run: RunHandle) => void;
	/** What is under a place of the screen. */
	readonly hitAt: (place: {readonly column: number; readonly row: number}) => Hit | undefined;
	readonly drawn: RefObject<DrawnRows>;
	readonly canGoBack: boolean;
	readonly onLeave: (leaving: Leaving) => void;
}

export interface RunKeys {
	readonly scope: Scope;
	/** What can be pressed now, for the hint bar. */
	readonly hints: readonly Binding[];
	/** What answers the text in the palette, when it is open. */
	readonly palette: readonly PaletteEntry[];
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
		if (ui.dialog?.kind === 'palette') {
			typeIntoPalette(key, ui.dialog, current);
		} else if (ui.dialog !== undefined) {
			answerDialog(key, current);
		} else if (ui.prompt !== undefined) {
			typeIntoPrompt(key, current);
		} else {
			performKey(key, current, last.current);
			last.current = {key, at: current.now()};
		}
	};

	const paste = (text: string) => {
		const {prompt, dialog} = input.store.get();
		const typing = prompt !== undefined || dialog?.kind === 'play' || dialog?.kind === 'palette';
		for (const character of typing ? text.replaceAll(/[\u0000-\u001F]+/g, ' ') : '') {
			perform(character === ' ' ? 'space' : character);
		}
	};

	useKeys(perform, paste, event => {
		const {ui} = context();
		if (ui.dialog === undefined && ui.prompt === undefined) {
			onMouse(event, input.hitAt(event), input.drawn.current, context());
		}
	});

	const now = context();
	const scope = scopeOf(now.ui);
	const hints = bindingsIn(scope).filter(
		({command}) => disabledReason(command, commandContext(now)) === undefined && command !== hidden(now),
	);
	const {dialog} = now.ui;
	return {scope, hints, palette: dialog?.kind === 'palette' ? paletteOf(dialog.text, now) : []};
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

function typeIntoPalette(key: string, dialog: Dialog & {readonly kind: 'palette'}, context: RunContext): void {
	const {dispatch} = context;
	const close = () => dispatch({type: 'dialog-changed', dialog: undefined});
	const {text, at} = dialog;
	const entries = paletteOf(text, context);
	switch (key) {
		case 'esc':
		case 'ctrl+c': {
			close();
			return;
		}

		case 'enter': {
			close();
			entries[at]?.perform(context);
			return;
		}

		case 'up':
		case 'shift+tab':
		case 'down':
		case 'tab': {
			const by = key === 'up' || key === 'shift+tab' ? -1 : 1;
			dispatch({
				type: 'dialog-changed',
				dialog: {...dialog, at: Math.max(0, Math.min(entries.length - 1, at + by))},
			});
			return;
		}

		default: {
			dispatch({type: 'dialog-changed', dialog: {...dialog, text: typed(text, key), at: 0}});
		}
	}
}

function paletteOf(text: string, context: RunContext): readonly PaletteEntry[] {
	return paletteEntries(text, context, scopeOf(context.ui), commands);
}

function runContext(
	{
		run,
		store,
		selected,
		treeHeight,
		size,
		theme,
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
	const place =
		item === undefined
			? selectedJob(ui)
			: item.kind === 'job'
				? jobAt(state, jobId(item.job))
				: item.kind === 'test'
					? jobAt(state, item.id)
					: undefined;
	return {
		run,
		state,
		ui,
		dispatch: store.dispatch,
		rows,
		index: indexOfRow(rows, ui.selection.id, state),
		job: place?.job,
		place,
		handleOf: ({run: number}) => runOf(run, number),
		log: selected.log.view,
		treeHeight,
		helpEnd: () => helpEnd({scope: scopeOf(ui), past: !run.controllable, size, theme}),
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
