import {existsSync} from 'node:fs';
import {isAbsolute, join, resolve} from 'node:path';

/**
 * The file of the local checkout that a job meant. In its container the project is elsewhere (`/builds/group/project`), so
 * leading folders are left out one by one until there is such a file.
 */
export function findFile(root: string, named: string): string | undefined {
	const parts = named
		.replaceAll('\\', '/')
		.split('/')
		.filter(part => part !== '' && part !== '.');
	const candidates = parts.map((_, left) => resolve(root, join(...parts.slice(left))));
	const inside = candidates.filter(file => file.startsWith(root));
	const found = inside.find(file => existsSync(file));
	return found ?? (isAbsolute(named) && existsSync(named) ? named : undefined);
}
