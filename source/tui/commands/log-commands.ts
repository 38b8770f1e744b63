import type {CommandName} from '../keys/keymap.js';
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
	wrap: ({dispatch}) => dispatch({type: 'wrap-switched'}),
	search: ({dispatch}) => dispatch({type: 'prompt-changed', prompt: {kind: 'search', text: ''}}),
	'next-match': context => step(context, 1),
	'previous-match': context => step(context, -1),
	attempt: context => otherAttempt(context),
	copy: context => copyVisible(context),
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

function copyVisible({visibleText, copy, toast}: RunContext): void {
	const text = visibleText();
	if (text === '') {
		toast('there is nothing to copy', 'warning');
		return;
	}

	copy(text);
	const lines = text.split('\n').length;
	toast(`copied ${lines} ${lines === 1 ? 'line' : 'lines'} to the clipboard (OSC 52)`, 'success');
}
