import type {LoggedCommand} from '../../logs/log.js';
import type {LineRange} from './line-map.js';

/** The output of a command that may be folded away under the line that announces it. */
export interface Fold extends LineRange {
	/** The line that announces the command. */
	readonly line: number;
	readonly folded: boolean;
}

/** Folds that the user opened (false) or closed (true), by the command's line. */
export type ChosenFolds = ReadonlyMap<number, boolean>;

/**
 * The commands of a log as folds. Once the attempt has ended what passed is folded by itself, but for the last command:
 * of a job that passed somebody wants to see something. What failed stays open.
 */
export function foldsOf(
	commands: readonly LoggedCommand[],
	total: number,
	chosen: ChosenFolds,
	ended: boolean,
): readonly Fold[] {
	return commands.map(({line, exitCode}, index): Fold => {
		const next = commands[index + 1];
		const byItself = ended && exitCode === 0 && next !== undefined;
		return {line, from: line + 1, to: Math.max(line + 1, next?.line ?? total), folded: chosen.get(line) ?? byItself};
	});
}

export function hiddenRanges(folds: readonly Fold[]): readonly LineRange[] {
	return folds.filter(({folded, from, to}) => folded && to > from);
}

/** The command whose output, or whose own line, this is. */
export function foldAround(folds: readonly Fold[], line: number): Fold | undefined {
	return folds.findLast(fold => fold.line <= line && line < fold.to);
}
