import type {RunHandle} from '../engine/run-handle.js';

/** The run on screen, or that of a child in it; undefined when there is no such child any more. */
export function runOf(run: RunHandle, child: number | undefined): RunHandle | undefined {
	return child === undefined ? run : run.childRun?.(child);
}
