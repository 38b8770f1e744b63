import path from 'node:path';

/** The path of an archive's entry without `./` and a slash at its end; undefined when it is absolute or leaves its folder. */
export function safePath(name: string): string | undefined {
	if (name.startsWith('/') || name.includes('\0')) {
		return undefined;
	}

	const normal = path.posix.normalize(name).replace(/\/+$/, '');
	return normal === '..' || normal.startsWith('../') ? undefined : normal;
}

/** Whether a link at `name` that points to `target` stays in the folder that `name` is relative to. */
export function staysInside(name: string, target: string): boolean {
	return !target.startsWith('/') && safePath(path.posix.join(path.posix.dirname(name), target)) !== undefined;
}
