import {rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {CiError} from '../errors.js';
import {clone} from './clone.js';
import {copyFiles} from './copy-files.js';
import {listFiles} from './list-files.js';
import {packFiles} from './pack-files.js';
import type {Workspace} from './workspace.js';

export interface WorkspaceRequest {
	/** The folder to take as it is, or the repository to clone when `branch` or `commit` is given. */
	readonly root: string;
	/** A URL or a local path, cloned instead of `root`. */
	readonly repo?: string | undefined;
	readonly branch?: string | undefined;
	readonly commit?: string | undefined;
}

/**
 * Takes the project's files: those of the working tree as it is, or those of a commit in a clone that `close()` removes.
 * Rejects with a CiError when there is no such folder, repository, branch or commit.
 */
export async function openWorkspace(request: WorkspaceRequest): Promise<Workspace> {
	const {repo, branch, commit} = request;
	if (repo === undefined && branch === undefined && commit === undefined) {
		const root = path.resolve(request.root);
		await assertFolder(root);
		return await workspaceOf(root, async () => {});
	}

	const place = repo === undefined || isLocal(repo) ? path.resolve(request.root, repo ?? '.') : repo;
	const folder = await clone({repo: place, branch, commit});
	return await workspaceOf(folder, async () => {
		await rm(folder, {recursive: true, force: true});
	});
}

async function workspaceOf(root: string, close: () => Promise<void>): Promise<Workspace> {
	const files = await listFiles(root);
	return {
		root,
		files: files.map(file => file.name),
		tar: prefix => packFiles(files, prefix),
		copyTo: async folder => {
			await copyFiles(files, folder);
		},
		close,
	};
}

/** Neither `scheme://…` nor `user@host:…`, which git takes as addresses. */
function isLocal(repo: string): boolean {
	return !/^[a-z][a-z0-9+.-]*:\/\//i.test(repo) && !/^[^/\\]+@[^/\\]+:/.test(repo);
}

async function assertFolder(root: string): Promise<void> {
	const stats = await stat(root).catch(() => undefined);
	if (!stats?.isDirectory()) {
		throw new CiError('FOLDER_MISSING', `there is no folder ${root}.`, {exitCode: 2});
	}
}
