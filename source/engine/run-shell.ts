import type {Session, ShellTerminal} from '../executor/executor.js';
import type {LogReader} from '../logs/log.js';
import type {Plan} from '../model/plan.js';
import type {RunState} from '../model/run-state.js';

/** The terminal for a shell of a run: what it begins with depends on where the attempt is. */
export interface RunTerminal extends Omit<ShellTerminal, 'greeting' | 'history'> {
	/** What the shell's `greeting` is to be. */
	greet(place: ShellPlace): string;
}

/** Where a shell of a run is. */
export interface ShellPlace {
	readonly job: string;
	readonly attempt: number;
	/** Undefined when the shell is on this host. */
	readonly image: string | undefined;
	/** The script still runs: with it the shell ends. */
	readonly isRunning: boolean;
	/** The command that failed, when one did. */
	readonly failing: {readonly command: string; readonly exitCode: number} | undefined;
}

export interface RunShellOptions {
	readonly session: Session;
	readonly plan: Plan;
	readonly executor: string;
	state(): RunState;
	openLog(job: string, attempt: number): LogReader;
}

/** A shell where an attempt is or has failed; ↑ recalls its commands up to the one that failed. Rejects with a CiError (`SHELL_GONE`). */
export async function openRunShell(
	{session, plan, executor, state, openLog}: RunShellOptions,
	job: string,
	attempt: number,
	{greet, ...terminal}: RunTerminal,
): Promise<number> {
	if (session.openShell === undefined) throw new Error(`the executor ${executor} opens no shells`);
	const planned = plan.jobs.find(({name}) => name === job);
	const commands = planned === undefined ? [] : [...planned.scripts.before, ...planned.scripts.main];
	const failed = await failedCommand(openLog(job, attempt), commands.length);
	const command = failed && commands[failed.index];
	const last = state().jobs.get(job);
	const greeting = greet({
		job,
		attempt,
		image: executor === 'docker' ? planned?.image?.name : undefined,
		isRunning: last?.status === 'Running' && last.attempts.at(-1)?.number === attempt,
		failing: failed && command !== undefined ? {command, exitCode: failed.exitCode} : undefined,
	});
	const history = failed === undefined ? commands : commands.slice(0, failed.index + 1);
	return session.openShell(job, attempt, {...terminal, greeting, history});
}

/** Of before_script and script, which have so many commands; the log's own words may be masked. */
async function failedCommand(
	log: LogReader,
	count: number,
): Promise<{readonly index: number; readonly exitCode: number} | undefined> {
	try {
		// Looks how long the log is now.
		await log.read(0, 0);
		for (const {index, exitCode} of log.commands.toReversed()) {
			if (index < count && exitCode !== undefined && exitCode !== 0) return {index, exitCode};
		}

		return undefined;
	} finally {
		log.close();
	}
}
