import type {RunTerminal, ShellPlace} from '../engine/run-shell.js';
import {CiError} from '../errors.js';
import {paint} from '../report/paint.js';
import type {Ports} from '../tui/ports.js';
import type {Io} from './adapters.js';
import {shellTerminal} from './shell-terminal.js';
import {cancelOnSignals} from './signals.js';

/** Shells of a run in this process's terminal, which is theirs alone until they end; a signal to this process ends them. */
export function runShells(io: Io): NonNullable<Ports['shell']> {
	return async (run, job, attempt) => {
		if (run.shell === undefined) {
			throw new CiError('SHELL_GONE', `there is no container of job "${job}" to look into.`, {
				hint: `A fresh one with the job's image and files: ci-tui shell ${JSON.stringify(job)}`,
			});
		}

		const stop = new AbortController();
		const letGo = cancelOnSignals({send: () => stop.abort()});
		try {
			await run.shell(job, attempt, runTerminal(stop.signal, io));
		} finally {
			letGo();
		}
	};
}

function runTerminal(stop: AbortSignal, io: Io): RunTerminal {
	const {greeting: begin, history: _, ...terminal} = shellTerminal({greeting: '', history: [], stop}, io);
	return {...terminal, greet: place => `${begin}${placeGreeting(place, io)}`};
}

/** Which attempt it is, where, what failed and how; what leaving the shell means. */
export function placeGreeting(
	{job, attempt, image, isRunning, failing}: ShellPlace,
	{color, ascii}: Pick<Io, 'color' | 'ascii'>,
): string {
	const where = image === undefined ? '' : ` in ${image}`;
	const at = isRunning ? 'beside its script, with which it ends' : 'as the job left it';
	const [first = '', ...rest] = (failing?.command ?? '').trim().split('\n');
	const more = rest.length > 0 ? (ascii ? ' ...' : ' …') : '';
	const key = ascii ? 'Up' : '↑';
	return [
		paint(`shell of ${job}, attempt ${attempt}${where}: ${at}`, {bold: true}, color),
		...(failing === undefined
			? [`${key} recalls the commands of its script`]
			: [
					`${paint(`exit ${failing.exitCode}`, {color: 'red'}, color)} in: ${first}${more}`,
					`${key} recalls it, and those before it`,
				]),
		'exit (or Ctrl+D) goes back to the run',
		'',
	].join('\n');
}
