import path from 'node:path';
import type {Readable} from 'node:stream';
import type Docker from 'dockerode';
import {CiError} from '../../errors.js';
import {ArtifactArchive} from '../../workspace/artifact-archive.js';
import {type ArtifactSelection, selectArtifacts, selectionNotices} from '../../workspace/artifacts.js';
import {safePath} from '../../workspace/safe-path.js';
import {type TarEntry, tarEntries} from '../../workspace/tar-entries.js';
import type {FileChoice, Notice} from '../place.js';
import {engineError, isMissing} from './engine-error.js';

export interface CollectRequest {
	readonly container: Docker.Container;
	readonly choice: FileChoice;
	/** The tar file to write. */
	readonly file: string;
	readonly projectDir: string;
	readonly workspaceFiles: readonly string[];
	readonly notice: Notice;
	readonly signal: AbortSignal;
}

/**
 * Gets files of a job's project out of its container, running or not, by the engine alone: the image needs no tar. Only the folders that
 * the patterns name are asked for. Answers with an error when the engine or the disk fails; a pattern without a match is a warning.
 */
export async function collectFiles(request: CollectRequest): Promise<CiError | undefined> {
	const {choice, file, projectDir, notice} = request;
	const selection = selectArtifacts(choice, projectDir, request.workspaceFiles);
	const archive = new ArtifactArchive(file, {openToAll: choice.as === 'cache'});
	try {
		for (const base of selection.bases) {
			await collectBase(request, base, selection, archive);
		}

		for (const {text, level} of selectionNotices(selection, projectDir)) {
			notice(text, level);
		}

		await archive.close();
		return undefined;
	} catch (error) {
		await archive.discard();
		return failure(error, choice.as);
	}
}

async function collectBase(
	request: CollectRequest,
	base: string,
	selection: ArtifactSelection,
	archive: ArtifactArchive,
): Promise<void> {
	const stream = await getArchive(request, base);
	if (stream === undefined) {
		return;
	}

	// The engine's names begin with the last part of the path it was asked for.
	const parent = base === '' ? undefined : path.posix.dirname(base);
	for await (const {header, content} of tarEntries(stream)) {
		const name = nameInProject(header.name, parent);
		if (name === undefined || name === '.') {
			continue;
		}

		if (header.type === 'directory') {
			archive.addFolder({...header, name});
		} else if (isKept({header, content}) && selection.take(name)) {
			if (header.type === 'link') {
				await addHardLink(request, name, nameInProject(header.linkname, parent), archive);
			} else {
				await archive.add({...header, name, pax: null}, content);
			}
		}
	}
}

/** A link to a file that is no artifact itself becomes that file. */
async function addHardLink(
	request: CollectRequest,
	name: string,
	target: string | undefined,
	archive: ArtifactArchive,
): Promise<void> {
	if (target !== undefined && archive.has(target)) {
		await archive.add({name, type: 'link', linkname: target});
		return;
	}

	const stream = await getArchive(request, name);
	for await (const {header, content} of stream === undefined ? [] : tarEntries(stream)) {
		await archive.add({...header, name, pax: null}, content);
	}
}

async function getArchive(
	{container, projectDir, signal}: CollectRequest,
	name: string,
): Promise<NodeJS.ReadableStream | undefined> {
	try {
		const stream = await container.getArchive({path: path.posix.join(projectDir, name), abortSignal: signal});
		return stream as Readable;
	} catch (error) {
		if (isMissing(error)) {
			return undefined;
		}

		throw error;
	}
}

/** `parent` is undefined for the project's folder itself, whose own name is in front of all. */
function nameInProject(name: string, parent: string | undefined): string | undefined {
	const safe = safePath(name);
	if (safe === undefined) {
		return undefined;
	}

	return parent === undefined ? safe.split('/').slice(1).join('/') || '.' : path.posix.join(parent, safe);
}

/** Devices, pipes and sockets are nothing to pass on. A symbolic link may point anywhere: it is followed in containers only. */
function isKept({header}: TarEntry): boolean {
	return ['file', 'contiguous-file', 'link', 'symlink'].includes(header.type);
}

function failure(error: unknown, as: FileChoice['as']): CiError {
	const isDisk =
		error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'].includes(String(error.code));
	return isDisk
		? new CiError('ARTIFACTS_NOT_SAVED', `cannot save the ${as}: ${error.message}`, {
				hint: 'Make room on this disk, or remove old runs: ci-tui clean',
				cause: error,
			})
		: engineError(error, `give the ${as} out`);
}
