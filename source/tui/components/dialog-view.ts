import type {RunHandle} from '../../engine/run-handle.js';
import {formatAge} from '../../report/duration.js';
import type {PaletteEntry} from '../commands/palette.js';
import type {PastRuns} from '../history/history.js';
import {lastAttempt} from '../history/job-history.js';
import type {Scope} from '../keys/keymap.js';
import {partsOf, runAt} from '../placed-job.js';
import {runOf} from '../run-of.js';
import type {Dialog, UiState} from '../state/ui-state.js';
import type {Theme} from '../theme.js';
import {type DialogView, dialogRows} from './dialog-rows.js';
import {helpView} from './help.js';
import {paletteView} from './palette-rows.js';
import {playView} from './play-rows.js';

export interface DialogInput {
	readonly dialog: Dialog;
	readonly ui: UiState;
	readonly run: RunHandle;
	readonly past: PastRuns;
	readonly keys: {readonly scope: Scope; readonly palette: readonly PaletteEntry[]};
	readonly size: {readonly columns: number; readonly rows: number};
	readonly now: number;
	readonly theme: Theme;
}

/** The box that is open, whatever it asks or tells. */
export function dialogView({dialog, ui, run, past, keys, size, now, theme}: DialogInput): DialogView {
	switch (dialog.kind) {
		case 'help': {
			return helpView({scope: keys.scope, past: !run.controllable, top: dialog.top, size, theme});
		}

		case 'palette': {
			const {text, at} = dialog;
			return paletteView({text, at, entries: keys.palette, width: size.columns, height: size.rows, theme});
		}

		case 'play': {
			const {id, form} = dialog;
			const {name: job, run: child} = partsOf(id);
			const {plan} = runOf(run, child) ?? run;
			const ran = child === undefined ? lastRan(past, job, now) : undefined;
			return playView({job, form, state: runAt(ui.seen, child) ?? ui.seen, plan, lastRan: ran, theme});
		}

		default: {
			return dialogRows(dialog, ui.seen);
		}
	}
}

/** `2 h ago in #141`; undefined when it never has. */
function lastRan({documents}: PastRuns, job: string, now: number): string | undefined {
	const ran = documents.flatMap(({pipeline_execution: {run_number}, job_executions}) => {
		const at = lastAttempt(job_executions, job)?.start_time;
		return at === undefined ? [] : [`${formatAge(Date.parse(at), now)} in #${run_number}`];
	});
	return ran[0];
}
