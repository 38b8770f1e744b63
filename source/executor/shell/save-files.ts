import {createReadStream} from 'node:fs';
import {lstat, readlink} from 'node:fs/promises';
import path from 'node:path';
import {CiError} from '../../errors.js';
import {ArtifactArchive} from '../../workspace/artifact-archive.js';
import {selectArtifacts, selectionNotices} from '../../workspace/artifacts.js';
import {walk} from '../../workspace/walk.js';
import type {FileChoice, Notice} from '../place.js';

export interface SaveRequest {
	readonly choice: FileChoice;
	/** The tar file to write. */
	readonly file: string;
	readonly projectDir: string;
	readonly workspaceFiles: readonly string[];
	readonly notice: Notice;
	readonly signal: AbortSignal;
}

/** Writes the chosen files of a job's folder to a tar file; links are kept as links and never followed. */
export async function saveFiles(request: SaveRequest): Promise<CiError | undefined> {
	const {choice, file, projectDir, workspaceFiles, notice, signal} = request;
	const selection = selectArtifacts(choice, projectDir, workspaceFiles);
	const archive = new ArtifactArchive(file, {openToAll: choice.as === 'cache'});
	try {
		for (const name of [...(await walk(projectDir))].sort()) {
			signal.throwIfAborted();
			if (selection.take(name)) {
				await addFile(archive, name, path.join(projectDir, name));
			}
		}

		for (const {text, level} of selectionNotices(selection, projectDir)) {
			notice(text, level);
		}

		await archive.close();
		return undefined;
	} catch (cause) {
		await archive.discard();
		const message = `cannot save the ${choice.as}: ${cause instanceof Error ? cause.message : String(cause)}`;
		return new CiError('ARTIFACTS_NOT_SAVED', message, {hint: 'Make room on this disk: ci-tui clean', cause});
	}
}

async function addFile(archive: ArtifactArchive, name: string, source: string): Promise<void> {
	const {mode, mtime, size, isSymbolicLink} = await describe(source);
	if (isSymbolicLink) {
		await archive.add({name, type: 'symlink', linkname: await readlink(source), mtime});
	} else if (size === 0) {
		await archive.add({name, mode, mtime, size});
	} else {
		await archive.add({name, mode, mtime, size}, createReadStream(source, {start: 0, end: size - 1}));
	}
}

async function describe(source: string) {
	const stats = await lstat(source);
	const {mtime, size} = stats;
	return {mode: stats.mode & 0o777, mtime, size, isSymbolicLink: stats.isSymbolicLink()};
}
