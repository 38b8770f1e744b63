import {CiError} from '../errors.js';
import {commandTable, flagsOf} from './command-table.js';

/** What is chosen or done by these, no other flag's absence shows: ignored, a command would do something else than was asked. */
const decisive = ['dry-run', 'keep', 'cache', 'run', 'stage', 'job'];

/**
 * Refuses a flag that the command would ignore to the user's harm: a `clean --dry-run` must not clean. Flags about how jobs run
 * are let pass where nothing runs. Throws a CiError (exit code 2).
 */
export function refuseForeignFlags(command: string | undefined, given: readonly string[]): void {
	// Without a command the UI runs the pipeline, so what goes with `run` goes there.
	const row = commandTable.find(({name}) => name === (command ?? 'run'));
	if (row === undefined) {
		return;
	}

	const own = flagsOf(row)
		.map(({name}) => name)
		.filter(name => command !== undefined || name !== 'dry-run');
	const foreign = given.find(name => decisive.includes(name) && !own.includes(name));
	if (foreign === undefined) {
		return;
	}

	const what = command === undefined ? 'ci-tui alone' : `\`${command}\``;
	throw new CiError('ARGUMENTS', `${what} has no option --${foreign}`, {
		hint: `it has ${own.map(name => `--${name}`).join(' ')}`,
		exitCode: 2,
	});
}
