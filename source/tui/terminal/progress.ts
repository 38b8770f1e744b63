import type {RunState} from '../../model/run-state.js';
import {isSettled} from '../../model/status.js';
import {jobsIn} from '../placed-job.js';
import {clean} from '../text/cut.js';
import {lookOfRun, looks} from '../theme.js';

/** Which sequences a terminal takes for what they are; others show them as text or as a message. */
export interface Signals {
	/** OSC 9;4: progress on the tab or the task bar. */
	readonly progress: boolean;
	/** OSC 9: a notification of the desktop. */
	readonly notification: boolean;
}

/** `CI_TUI_NOTIFY=0` switches all of it off. */
export function signalsOf(env: NodeJS.ProcessEnv): Signals {
	const program = env['TERM_PROGRAM'] ?? '';
	const off = env['CI_TUI_NOTIFY'] === '0';
	const takesBoth = ['ghostty', 'WezTerm'].includes(program) || env['ConEmuANSI'] === 'ON';
	return {
		progress: !off && (takesBoth || env['WT_SESSION'] !== undefined),
		notification: !off && (takesBoth || program === 'iTerm.app'),
	};
}

/** Red when something has failed; how far the run is otherwise. */
export function progressSequence(state: RunState): string {
	const {status} = state;
	const all = jobsIn(state).map(({job}) => job);
	const settled = all.filter(job => isSettled(job.status)).length;
	const failed = all.some(job => job.status === 'Failed' && !job.allowed);
	const percent = all.length === 0 ? 0 : Math.round((settled / all.length) * 100);
	return isSettled(status) ? noProgress : `\u001B]9;4;${failed ? 2 : 1};${percent}\u0007`;
}

export const noProgress = '\u001B]9;4;0;0\u0007';

/** A bell, for every terminal, and a notification where it is one: `ci-tui #142 failed: test:unit`. */
export function endSequence(state: RunState, {notification}: Signals): string {
	const failed = [...state.jobs.values()].filter(job => job.status === 'Failed' && !job.allowed).map(({name}) => name);
	const why = failed.length === 0 ? '' : `: ${failed.slice(0, 3).join(', ')}`;
	const text = clean(`ci-tui #${state.run} ${looks[lookOfRun(state)].word}${why}`, false);
	return `\u0007${notification ? `\u001B]9;${text}\u0007` : ''}`;
}
