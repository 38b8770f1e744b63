import type {CommandContext} from '../keys/disabled.js';
import type {RunContext} from './run-context.js';

/** What decides whether commands can be given now. */
export function commandContext({state, run, job, log, ports, ui}: RunContext): CommandContext {
	return {
		state,
		controllable: run.controllable,
		job,
		searching: log?.snapshot().search !== undefined,
		hasShell: ports.shell !== undefined,
		marked: ui.marked.size,
	};
}
