import path from 'node:path';
import {abandonedFolders, sweepFolders} from '../../workspace/temporary-folder.js';
import {killMarked} from './process-group.js';

/** What dead processes left of their runs on this host, whichever repository they were of: ends what still runs, then removes the folders. Answers what was removed, in words. */
export async function sweepHost(): Promise<readonly string[]> {
	const folders = await abandonedFolders();
	for (const folder of folders) {
		await killMarked(path.basename(folder));
	}

	const count = await sweepFolders(folders);
	return count === 0 ? [] : [`${count} temporary ${count === 1 ? 'folder' : 'folders'}`];
}
