import {createReadStream, createWriteStream} from 'node:fs';
import {link, lstat, mkdir, rm, stat, symlink} from 'node:fs/promises';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import type {Header} from 'tar-stream';
import {CiError} from '../errors.js';
import {safePath, staysInside} from './safe-path.js';
import {tarEntries} from './tar-entries.js';

export interface UnpackOptions {
	/** Whether a link may point out of the folder (a job's own workspace: yes; the user's folder: no, it is left out). */
	readonly outwardLinks: boolean;
	/** Rejects with `ARTIFACT_TOO_BIG` beyond these. */
	readonly limits?: {readonly entries: number; readonly bytes: number};
}

/**
 * Unpacks a tar file over a folder. No entry leaves the folder: not by its name, and not through a link that is in the archive or was
 * there before, for nothing is written through a link. Devices and the like are left out. Answers the names left out.
 */
export async function unpack(file: string, folder: string, options: UnpackOptions): Promise<readonly string[]> {
	const leftOut: string[] = [];
	let entries = 0;
	let bytes = 0;
	for await (const {header, content} of tarEntries(createReadStream(file))) {
		entries++;
		bytes += header.size;
		assertWithin(file, entries, bytes, options.limits);
		if (!(await place(content, header, folder, options))) {
			leftOut.push(header.name);
		}
	}

	return leftOut;
}

/**
 * Unpacks artifacts for the user to look at, into a folder that is made anew, when they are few and small (fewer than 2,000 entries,
 * less than 100 MB). The tar file stays the truth. False when they are too many or too big: then there is no folder.
 */
export async function unpackForReading(file: string, folder: string): Promise<boolean> {
	const limits = {entries: 2000, bytes: 100 * 2 ** 20};
	await rm(folder, {recursive: true, force: true});
	if ((await stat(file)).size > limits.bytes * 2) {
		return false;
	}

	try {
		await mkdir(folder, {recursive: true, mode: 0o700});
		await unpack(file, folder, {outwardLinks: false, limits});
		return true;
	} catch (error) {
		await rm(folder, {recursive: true, force: true});
		if (error instanceof CiError && error.code === 'ARTIFACT_TOO_BIG') {
			return false;
		}

		throw error;
	}
}

async function place(
	content: AsyncIterable<Buffer>,
	header: Header,
	folder: string,
	options: UnpackOptions,
): Promise<boolean> {
	const name = safePath(header.name);
	if (name === undefined) {
		return false;
	}

	const target = path.join(folder, name);
	if (header.type === 'directory') {
		await makeFolder(folder, name);
		return true;
	}

	await makeFolder(folder, path.posix.dirname(name));
	if (header.type === 'file' || header.type === 'contiguous-file') {
		await rm(target, {recursive: true, force: true});
		await pipeline(content, createWriteStream(target, {mode: header.mode & 0o777, flags: 'wx'}));
		return true;
	}

	const {linkname} = header;
	if (header.type === 'symlink' && (options.outwardLinks || staysInside(name, linkname))) {
		await rm(target, {recursive: true, force: true});
		await symlink(linkname, target);
		return true;
	}

	const original = header.type === 'link' ? safePath(linkname) : undefined;
	if (original === undefined || !(await isOwnFile(folder, original))) {
		return false;
	}

	await rm(target, {recursive: true, force: true});
	await link(path.join(folder, original), target);
	return true;
}

/** Makes the folders of a path one by one; a link or a file in the way is replaced, so that no path leads through a link. */
async function makeFolder(root: string, name: string): Promise<void> {
	let place = root;
	for (const part of name.split('/').filter(part => part !== '.' && part !== '')) {
		place = path.join(place, part);
		const stats = await lstat(place).catch(() => undefined);
		if (stats?.isDirectory()) {
			continue;
		}

		await rm(place, {force: true});
		await mkdir(place);
	}
}

async function isOwnFile(root: string, name: string): Promise<boolean> {
	let place = root;
	for (const part of path.posix.dirname(name).split('/')) {
		place = path.join(place, part);
		if (!(await lstat(place).catch(() => undefined))?.isDirectory()) {
			return false;
		}
	}

	return (await lstat(path.join(root, name)).catch(() => undefined))?.isFile() ?? false;
}

function assertWithin(file: string, entries: number, bytes: number, limits: UnpackOptions['limits']): void {
	if (limits !== undefined && (entries >= limits.entries || bytes >= limits.bytes)) {
		throw new CiError('ARTIFACT_TOO_BIG', `${file} has more than is unpacked.`);
	}
}
