import {createHash} from 'node:crypto';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import {processStart} from './process-start.js';

/** What a folder is for: `run` has the workspaces of the shell executor's jobs. */
export type FolderKind = 'run' | 'clone' | 'spool';

const prefix = 'ci-tui-';

/**
 * Makes a folder among the system's temporary ones, for its owner alone. Its name tells which process made it, so that
 * `sweepFolders` of a later one finds it when this one was killed.
 */
export async function makeTemporaryFolder(kind: FolderKind): Promise<string> {
	const started = await processStart(process.pid);
	const owner = `${shortHash(hostname())}-${process.pid}-${shortHash(started ?? '')}`;
	return await mkdtemp(path.join(tmpdir(), `${prefix}${kind}-${owner}-`));
}

/** Folders that dead processes of this host have left; those of other users, and of other hosts, are none of ours. */
export async function abandonedFolders(): Promise<readonly string[]> {
	const names = await readdir(tmpdir()).catch(() => []);
	const answers = await Promise.all(names.map(isAbandoned));
	return names.filter((_, index) => answers[index]).map(name => path.join(tmpdir(), name));
}

/** Removes what dead processes have left; answers how many folders. What cannot be removed stays for the next time. */
export async function sweepFolders(folders: readonly string[]): Promise<number> {
	const removed = await Promise.all(
		folders.map(
			async folder =>
				await rm(folder, {recursive: true, force: true}).then(
					() => 1,
					() => 0,
				),
		),
	);
	return removed.reduce<number>((sum, one) => sum + one, 0);
}

async function isAbandoned(name: string): Promise<boolean> {
	const match = /^ci-tui-(?:run|clone|spool)-(?<host>[0-9a-f]{8})-(?<pid>\d+)-(?<started>[0-9a-f]{8})-/.exec(name);
	if (match?.groups === undefined || match.groups['host'] !== shortHash(hostname())) {
		return false;
	}

	const now = await processStart(Number(match.groups['pid']));
	return now === undefined || (match.groups['started'] !== shortHash('') && match.groups['started'] !== shortHash(now));
}

function shortHash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
