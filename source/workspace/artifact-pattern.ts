import path from 'node:path';
import picomatch from 'picomatch';

/**
 * One glob of `artifacts:paths` or `artifacts:exclude`, with the meaning of Go's doublestar that GitLab uses: `*` and `?` stay within
 * a folder and match dot files, `**` crosses folders, `{a,b}` and `[a-z]` work, `!` and `#` are plain characters.
 */
export interface ArtifactPattern {
	/** As the user wrote it. */
	readonly text: string;
	/** The folder or file (relative, no glob in it) below which every match is; empty for the whole project. */
	readonly base: string;
	/** False when it points out of the project: nothing of it is ever taken. */
	readonly isInside: boolean;
	/** Whether the file itself matches. */
	matches(file: string): boolean;
	/** Whether the file or a folder that it is in matches: a folder that matches is taken with all that is in it. */
	covers(file: string): boolean;
}

/** `projectDir` is taken off patterns that begin with it (`$CI_PROJECT_DIR/dist`). */
export function artifactPattern(text: string, projectDir: string): ArtifactPattern {
	const glob = relativeTo(text, projectDir);
	const isInside = glob !== undefined && glob !== '..' && !glob.startsWith('../');
	if (!isInside) {
		return {text, base: '', isInside: false, matches: () => false, covers: () => false};
	}

	if (glob === '') {
		return {text, base: '', isInside, matches: () => true, covers: () => true};
	}

	return {text, base: literalBase(glob), isInside, matches: matcher([glob]), covers: matcher([glob, `${glob}/**`])};
}

function relativeTo(text: string, projectDir: string): string | undefined {
	const inside = text === projectDir ? '' : text.startsWith(`${projectDir}/`) ? text.slice(projectDir.length) : text;
	if (inside === text && text.startsWith('/')) {
		return undefined;
	}

	const normal = path.posix.normalize(inside.replace(/^\/+/, '')).replace(/\/+$/, '');
	return normal === '.' ? '' : normal;
}

function matcher(globs: readonly string[]): (file: string) => boolean {
	return picomatch([...globs], {dot: true, nonegate: true, noextglob: true});
}

/** The leading parts without anything special. */
function literalBase(glob: string): string {
	const parts = glob.split('/');
	const first = parts.findIndex(part => /[*?[\]{}\\]/.test(part));
	return (first === -1 ? parts : parts.slice(0, first)).join('/');
}
