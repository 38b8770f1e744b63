import {type FileHandle, lstat, open, readlink} from 'node:fs/promises';
import path from 'node:path';
import {Readable} from 'node:stream';
import {type Pack, pack} from 'tar-stream';
import {isFileOrLink, type SourceFile} from './source-file.js';
import {addEntry, type EntryHeader, streamEntry} from './tar-entries.js';

const chunkSize = 256 * 1024;

/**
 * The files as one tar stream in their order, folders before what is in them. Everything belongs to root and may be written by
 * anybody, as in the checkout GitLab Runner makes (umask 0), so that an image's own user can work in it. Memory does
 * not grow with the files; one that vanishes meanwhile is left out, one that shrinks is filled up with zeros.
 */
export function packFiles(files: readonly SourceFile[], prefix = ''): Readable {
	const tar = pack();
	void fill(tar, files, prefix).catch((error: unknown) => {
		tar.destroy(error instanceof Error ? error : new Error(String(error)));
	});
	return Readable.from(tar, {objectMode: false});
}

async function fill(tar: Pack, files: readonly SourceFile[], prefix: string): Promise<void> {
	const folders = new Set<string>();
	for (const folder of parents(`${prefix}x`)) {
		await addFolder(tar, folders, folder);
	}

	for (const file of files) {
		if (tar.destroyed) {
			return;
		}

		for (const folder of parents(prefix + file.name)) {
			await addFolder(tar, folders, folder);
		}

		await addFile(tar, file, prefix + file.name);
	}

	tar.finalize();
}

async function addFolder(tar: Pack, known: Set<string>, name: string): Promise<void> {
	if (!known.has(name)) {
		known.add(name);
		await addEntry(tar, {name: `${name}/`, type: 'directory', mode: 0o777});
	}
}

async function addFile(tar: Pack, file: SourceFile, name: string): Promise<void> {
	if (file.content !== undefined) {
		await addEntry(tar, {name, mode: 0o666, mtime: new Date(0)}, file.content);
		return;
	}

	const stats = await lstat(file.source).catch(ifVanished);
	if (stats === undefined || !isFileOrLink(stats)) {
		return;
	}

	if (stats.isSymbolicLink()) {
		const linkname = await readlink(file.source);
		await addEntry(tar, {name, type: 'symlink', linkname, mode: 0o777, mtime: stats.mtime});
		return;
	}

	const handle = await open(file.source).catch(ifVanished);
	if (handle === undefined) {
		return;
	}

	try {
		const mode = (stats.mode & 0o111) === 0 ? 0o666 : 0o777;
		await addContent(tar, {name, mode, mtime: stats.mtime, size: stats.size}, handle);
	} finally {
		await handle.close();
	}
}

async function addContent(tar: Pack, header: EntryHeader & {readonly size: number}, handle: FileHandle): Promise<void> {
	if (header.size <= chunkSize) {
		await addEntry(tar, header, await readExactly(handle, header.size));
	} else {
		await streamEntry(tar, header, chunks(handle, header.size));
	}
}

async function* chunks(handle: FileHandle, size: number): AsyncGenerator<Buffer> {
	for (let left = size; left > 0; left -= chunkSize) {
		yield await readExactly(handle, Math.min(left, chunkSize));
	}
}

/** Zeros stand for what is no longer there: the size is in the tar already. */
async function readExactly(handle: FileHandle, size: number): Promise<Buffer> {
	const buffer = Buffer.alloc(size);
	for (let offset = 0; offset < size; ) {
		const {bytesRead} = await handle.read(buffer, offset, size - offset);
		if (bytesRead === 0) {
			break;
		}

		offset += bytesRead;
	}

	return buffer;
}

function parents(name: string): readonly string[] {
	const folder = path.posix.dirname(name);
	return folder === '.' || folder === '/' ? [] : [...parents(folder), folder];
}

function ifVanished(error: NodeJS.ErrnoException): undefined {
	if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
		throw error;
	}
}
