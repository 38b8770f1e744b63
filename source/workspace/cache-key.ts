import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import picomatch from 'picomatch';
import type {PlannedCache} from '../model/plan.js';
import type {Workspace} from './workspace.js';

/**
 * A cache's key as a text. One made from files is the hash of what they hold in the workspace, changes that are not committed
 * included, after its prefix; `default` stands for files of which there is none (https://docs.gitlab.com/ci/yaml/#cachekeyfiles).
 */
export async function cacheKey(
	key: PlannedCache['key'],
	workspace: Pick<Workspace, 'root' | 'files'>,
): Promise<string> {
	if (typeof key === 'string') {
		return key === '' ? 'default' : key;
	}

	const digest = await filesDigest(key.files, workspace);
	return key.prefix === undefined || key.prefix === '' ? digest : `${key.prefix}-${digest}`;
}

async function filesDigest(patterns: readonly string[], {root, files}: Pick<Workspace, 'root' | 'files'>) {
	const isMatch = picomatch(
		patterns.map(pattern => pattern.replace(/^\.?\/+/, '')),
		{dot: true, nonegate: true, noextglob: true},
	);
	const names = files.filter(name => isMatch(name)).sort();
	const hash = createHash('sha256');
	let found = 0;
	for (const name of names) {
		const content = await readFile(path.join(root, name)).catch(() => undefined);
		if (content !== undefined) {
			found++;
			hash.update(`${name}\0${content.length}\0`).update(content);
		}
	}

	return found === 0 ? 'default' : hash.digest('hex').slice(0, 40);
}
