import {createReadStream} from 'node:fs';
import {lstat, readlink} from 'node:fs/promises';
import path from 'node:path';
import {CiError} from '../../errors.js';
import type {Artifacts} from '../../model/plan.js';
import {ArtifactArchive} from '../../workspace/artifact-archive.js';
import {selectArtifacts, selectionNotices} from '../../workspace/artifacts.js';
import {walk} from '../../workspace/walk.js';
import type {Notice} from '../place.js';

export interface SaveRequest {
	readonly artifacts: Artifacts;
	/** The tar file to write. */
	readonly file: string;
	readonly projectDir: string;
	readonly workspaceFiles: readonly string[];
	readonly notice: Notice;
}

/** Writes what of a job's folder is an artifact to a tar file; links are kept as links and never followed. */
export async function saveArtifacts(request: SaveRequest): Promise<CiError | undefined> {
	const {artifacts, file, projectDir, workspaceFiles, notice} = request;
	const selection = selectArtifacts(artifacts, projectDir, workspaceFiles);
	const archive = new ArtifactArchive(file);
	notice('Saving artifacts');
	try {
		for (const name of [...(await walk(projectDir))].sort()) {
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
		const message = `cannot save the artifacts: ${cause instanceof Error ? cause.message : String(cause)}`;
		notice(message, 'error');
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
