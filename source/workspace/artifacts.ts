import type {Artifacts} from '../model/plan.js';
import {type ArtifactPattern, artifactPattern} from './artifact-pattern.js';

/** Decides file by file what of a project is an artifact, and remembers which patterns matched. */
export interface ArtifactSelection {
	/** Folders and files (relative) below which every artifact is, none within another; `['']` for the whole project. */
	readonly bases: readonly string[];
	/** Whether this file or link (relative) is to be taken; counts it. */
	take(file: string): boolean;
	/** How many files each pattern took, in the order of `paths`; a pattern out of the project says so. */
	readonly counts: readonly PatternCount[];
}

export interface PatternCount {
	readonly text: string;
	readonly isInside: boolean;
	readonly count: number;
}

/**
 * What of a job's files is an artifact: `paths` and, with `untracked`, all that was not in the workspace, less `exclude`
 * (https://docs.gitlab.com/ci/yaml/#artifacts). `.git` never is.
 */
export function selectArtifacts(
	artifacts: Pick<Artifacts, 'paths' | 'exclude' | 'untracked'>,
	projectDir: string,
	workspaceFiles: readonly string[],
): ArtifactSelection {
	const patterns = artifacts.paths.map(text => artifactPattern(text, projectDir));
	const excluded = artifacts.exclude.map(text => artifactPattern(text, projectDir));
	const known = artifacts.untracked ? new Set(workspaceFiles) : undefined;
	const counts = patterns.map(({text, isInside}) => ({text, isInside, count: 0}));
	return {
		bases: known === undefined ? outermost(patterns) : [''],
		counts,
		take(file) {
			if (file.startsWith('.git/') || excluded.some(pattern => pattern.matches(file))) {
				return false;
			}

			let isTaken = known !== undefined && !known.has(file);
			for (const [index, pattern] of patterns.entries()) {
				const count = counts[index];
				if (count !== undefined && pattern.covers(file)) {
					count.count++;
					isTaken = true;
				}
			}

			return isTaken;
		},
	};
}

/** What the runner says of a selection that has been gone through, as GitLab's does. */
export function selectionNotices(
	selection: ArtifactSelection,
	projectDir: string,
): readonly {readonly text: string; readonly level: 'info' | 'warning'}[] {
	return selection.counts.map(({text, isInside, count}) => {
		if (!isInside) {
			return {level: 'warning', text: `${text}: is not inside of the project (${projectDir}): nothing of it is saved`};
		}

		return count === 0
			? {level: 'warning', text: `${text}: no matching files. The path must be relative to the project (${projectDir})`}
			: {level: 'info', text: `${text}: found ${count} matching ${count === 1 ? 'file' : 'files'}`};
	});
}

function outermost(patterns: readonly ArtifactPattern[]): readonly string[] {
	const bases = [...new Set(patterns.filter(pattern => pattern.isInside).map(pattern => pattern.base))].sort();
	return bases.includes('') ? [''] : bases.filter(base => !bases.some(other => base.startsWith(`${other}/`)));
}
