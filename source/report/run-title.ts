import type {RunHandle} from '../engine/run-handle.js';

/** `ci-tui #142  api  main@3f2c1a9` */
export function runTitle({run, plan}: Pick<RunHandle, 'run' | 'plan'>): string {
	const {name, branch, commitHash} = plan.pipeline;
	return `ci-tui #${run}  ${name}  ${whichCommit(branch, commitHash)}`;
}

/** `main@3f2c1a9`, or the branch alone where there is no commit. */
export function whichCommit(branch: string, commitHash: string): string {
	return commitHash === '' ? branch : `${branch}@${commitHash.slice(0, 7)}`;
}
