import {constants, copyFile, cp, lstat, mkdir, readlink, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {isFileOrLink, type SourceFile} from './source-file.js';

const atOnce = 16;

/** Copies files and links into a folder, modes kept; shares blocks with the originals where the file system can. */
export async function copyFiles(files: readonly SourceFile[], folder: string): Promise<void> {
	for (const inner of new Set(files.map(file => path.posix.dirname(file.name)))) {
		await mkdir(path.join(folder, inner), {recursive: true});
	}

	const rest = files.values();
	await Promise.all(
		Array.from({length: atOnce}, async () => {
			for (const file of rest) {
				await copyOne(file, path.join(folder, file.name));
			}
		}),
	);
}

/** Copies a whole folder, links as they are. */
export async function copyFolder(from: string, to: string): Promise<void> {
	await cp(from, to, {
		recursive: true,
		verbatimSymlinks: true,
		preserveTimestamps: true,
		mode: constants.COPYFILE_FICLONE,
	});
}

async function copyOne(file: SourceFile, target: string): Promise<void> {
	if (file.content !== undefined) {
		await writeFile(target, file.content);
		return;
	}

	try {
		const stats = await lstat(file.source);
		if (stats.isSymbolicLink()) {
			await symlink(await readlink(file.source), target);
		} else if (isFileOrLink(stats)) {
			await copyFile(file.source, target, constants.COPYFILE_FICLONE);
		}
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
			throw error;
		}
		// It vanished since it was listed: as if it had never been there.
	}
}
