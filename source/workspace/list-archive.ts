import {createReadStream} from 'node:fs';
import {access} from 'node:fs/promises';
import {tarEntries} from './tar-entries.js';

/** Files and links of an archive in the order of their paths, sizes in bytes; nothing when there is no such archive. */
export async function listArchive(file: string): Promise<readonly {readonly path: string; readonly size: number}[]> {
	try {
		await access(file);
	} catch {
		return [];
	}

	const found: {path: string; size: number}[] = [];
	for await (const {header} of tarEntries(createReadStream(file))) {
		if (header.type !== 'directory') {
			found.push({path: header.name, size: header.size ?? 0});
		}
	}

	return found.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
