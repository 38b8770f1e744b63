import {readFile} from 'node:fs/promises';
import type {SourceFile} from './source-file.js';

/**
 * A repository's configuration (its own, a submodule's, a work tree's) as a job may see it: without the user and password of http
 * addresses, and without headers and passwords that git would send. Any other file is left as it is.
 */
export async function withoutSecrets(file: SourceFile): Promise<SourceFile> {
	if (!isGitConfig(file.name)) {
		return file;
	}

	const text = file.content?.toString('latin1') ?? (await readFile(file.source, 'latin1').catch(() => ''));
	const clean = text.replaceAll(userInAddress, '$1').replaceAll(secretLine, '$1');
	return clean === text ? file : {...file, content: Buffer.from(clean, 'latin1')};
}

function isGitConfig(name: string): boolean {
	return /(?:^|\/)\.git\/(?:modules\/.+\/)?config(?:\.worktree)?$/.test(name);
}

const userInAddress = /(https?:\/\/)[^/@\s"]*@/gi;

/** A value may go on after a backslash at the end of its line. */
const secretLine = /^([ \t]*(?:\[[^\]\n]*\][ \t]*)?)(?:extraheader|password)[ \t]*=(?:\\\r?\n|.)*$/gim;
