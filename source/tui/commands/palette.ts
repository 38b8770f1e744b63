import type {Command} from '../../engine/run-handle.js';
import {isSettled} from '../../model/status.js';
import {disabledReason} from '../keys/disabled.js';
import {keyText} from '../keys/key-text.js';
import {bindingsIn, type CommandName, type Scope} from '../keys/keymap.js';
import {jobsIn, pathOf} from '../placed-job.js';
import {fuzzyFilter} from '../state/fuzzy.js';
import {parseVariable} from '../state/play-form.js';
import {commandContext} from './command-context.js';
import type {Perform, RunContext} from './run-context.js';

/** Something that can be done by its name. */
export interface PaletteEntry {
	readonly title: string;
	/** The keys that do the same. */
	readonly keys: string;
	readonly perform: Perform;
}

/** What answers the text typed, best first: every command of this place, and what can be done with each job. */
export function paletteEntries(
	text: string,
	context: RunContext,
	scope: Scope,
	commands: Partial<Record<CommandName, Perform>>,
): readonly PaletteEntry[] {
	const words = text.split(/\s+/u);
	const variables = Object.fromEntries(
		words.flatMap(word => {
			const variable = parseVariable(word);
			return variable === undefined ? [] : [[variable.name, variable.value]];
		}),
	);
	const typed = words.filter(word => parseVariable(word) === undefined).join(' ');
	return fuzzyFilter(
		typed,
		[...keyEntries(context, scope, commands), ...jobEntries(context, variables)],
		({title}) => title,
	);
}

function keyEntries(
	context: RunContext,
	scope: Scope,
	commands: Partial<Record<CommandName, Perform>>,
): readonly PaletteEntry[] {
	return bindingsIn(scope)
		.filter(({command}) => command !== 'palette' && disabledReason(command, commandContext(context)) === undefined)
		.map(({command, keys, label, help}) => ({
			title: `${label}: ${help}`,
			keys: keys.map(key => keyText(key)).join(' '),
			perform: current => commands[command]?.(current),
		}));
}

function jobEntries(
	{state, handleOf}: RunContext,
	variables: Readonly<Record<string, string>>,
): readonly PaletteEntry[] {
	const given = Object.keys(variables).length === 0 ? {} : {variables};
	return jobsIn(state).flatMap((place): readonly PaletteEntry[] => {
		const {id, job} = place;
		const {status, attempts, reason} = job;
		const run = handleOf(place);
		const name = pathOf(place);
		const send = (title: string, command: Command): PaletteEntry => ({
			title: `${title} ${name}`,
			keys: '',
			perform({toast}) {
				run?.send(command);
				toast(`${title} ${name}`);
			},
		});
		const can = run?.controllable === true;
		return [
			{
				title: `go to ${name}`,
				keys: '',
				perform({dispatch, now}) {
					dispatch({type: 'selected', id, now: now()});
					dispatch({type: 'arranged', change: {view: 'run'}});
				},
			},
			...(can && isSettled(status) && attempts.length > 0 ? [send('retry', {type: 'retry-job', job: job.name})] : []),
			...(can && !isSettled(status) ? [send('cancel', {type: 'cancel-job', job: job.name})] : []),
			...(can && status === 'Pending' && (reason?.kind === 'manual' || reason?.kind === 'delayed')
				? [send('play', {type: 'play-job', job: job.name, ...given})]
				: []),
		];
	});
}
