import {basename} from 'node:path';
import type {CommandName} from '../keys/keymap.js';
import {nextOf, timesNames} from '../state/arrangement.js';
import {copy, copyAll} from './copy-commands.js';
import {openEditor, openLine, openPager} from './open-commands.js';
import type {Perform, RunContext} from './run-context.js';

const sideways = 8;

/** Commands that scroll and search the log. */
export const logCommands = {
	'scroll-log-down': ({log}) => log?.scroll(3),
	'scroll-log-up': ({log}) => log?.scroll(-3),
	'line-down': ({log}) => log?.scroll(1),
	'line-up': ({log}) => log?.scroll(-1),
	'page-down': ({log}) => log?.page(1),
	'page-up': ({log}) => log?.page(-1),
	'log-start': ({log}) => log?.toStart(),
	'log-end': ({log}) => log?.toEnd(),
	follow: ({log}) => log?.switchFollow(),
	left: ({log}) => log?.sideways(-sideways),
	right: ({log}) => log?.sideways(sideways),
	'next-error': context => toError(context, 1),
	'previous-error': context => toError(context, -1),
	'next-command': context => toCommand(context, 1),
	'previous-command': context => toCommand(context, -1),
	wrap: ({dispatch, ui}) => dispatch({type: 'arranged', change: {wrap: !ui.arrangement.wrap}}),
	times: ({dispatch, ui}) => dispatch({type: 'arranged', change: {times: nextOf(timesNames, ui.arrangement.times)}}),
	numbers: ({dispatch, ui}) => dispatch({type: 'arranged', change: {numbers: !ui.arrangement.numbers}}),
	search: ({dispatch}) => dispatch({type: 'prompt-changed', prompt: {kind: 'search', text: ''}}),
	'next-match': context => step(context, 1),
	'previous-match': context => step(context, -1),
	attempt: context => otherAttempt(context),
	only: ({dispatch, log}) => dispatch({type: 'prompt-changed', prompt: {kind: 'only', text: onlyText(log)}}),
	'open-line': context => openLine(context),
	'fold-command': context => foldCommand(context),
	'select-lines': ({log}) => log?.switchSelection(),
	copy,
	'copy-all': copyAll,
	save: context => askToSave(context),
	pager: openPager,
	editor: openEditor,
	bookmark: ({log}) => log?.bookmark(),
	'next-bookmark': ({log, toast}) => {
		if (log?.toBookmark() === false) {
			toast('there is no bookmark: m sets one', 'warning');
		}
	},
} satisfies Partial<Record<CommandName, Perform>>;

function step({log}: RunContext, direction: 1 | -1): void {
	// A log that cannot be searched says so in its pane when it is read.
	log?.next(direction).catch(() => {});
}

function toError({log, toast}: RunContext, direction: 1 | -1): void {
	log?.toError(direction).then(
		found => {
			if (!found) {
				toast(
					direction === 1 ? 'no further line looks like an error' : 'no earlier line looks like an error',
					'warning',
				);
			}
		},
		() => {},
	);
}

function toCommand({log, toast}: RunContext, direction: 1 | -1): void {
	if (log?.toCommand(direction) === false) {
		toast(direction === 1 ? 'this is the last command' : 'this is the first command', 'warning');
	}
}

/** The attempt before the one on screen; before the first comes the latest. */
function otherAttempt({job, ui, dispatch, toast}: RunContext): void {
	const count = job?.attempts.length ?? 0;
	const shown = ui.attempt ?? count;
	const next = shown <= 1 ? count : shown - 1;
	dispatch({type: 'attempt-chosen', attempt: next === count ? undefined : next});
	toast(`attempt ${next} of ${count}`);
}

function foldCommand({log, toast}: RunContext): void {
	const line = log?.current();
	if (line !== undefined && log?.switchFold(line) === false) {
		toast('this line is of no command', 'warning');
	}
}

function onlyText(log: RunContext['log']): string {
	const only = log?.snapshot().only;
	return only === undefined ? '' : `${only.inverse ? '!' : ''}${only.pattern}`;
}

function askToSave({logFile, dispatch, toast}: RunContext): void {
	if (logFile === undefined) {
		toast('there is no log yet', 'warning');
	} else {
		dispatch({type: 'prompt-changed', prompt: {kind: 'save', text: basename(logFile)}});
	}
}
