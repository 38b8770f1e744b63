import type {LoggedCommand, LogLine} from '../../logs/log.js';
import {plain} from '../text/cut.js';
import {type Problem, problemIn} from './problem.js';

/** How bad what a line tells of is. In what passed, and in what ran after the failure, a word like `failed` is no error. */
export function severityOf(line: LogLine, commands: readonly LoggedCommand[]): Problem['severity'] | undefined {
	const problem = problemIn(plain(line.text));
	if (problem?.severity !== 'error' || problem.vague !== true) {
		return problem?.severity;
	}

	const command = commands.findLast(one => one.line <= line.number);
	const failing = commands.find(({exitCode}) => exitCode !== undefined && exitCode !== 0);
	const after = command !== undefined && failing !== undefined && command.line > failing.line;
	return command?.exitCode === 0 || after ? undefined : 'error';
}
