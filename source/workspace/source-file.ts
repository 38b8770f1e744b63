import type {Stats} from 'node:fs';

/** One file or link of a workspace: its name in the project (`/` as separator) and where it is read from. */
export interface SourceFile {
	readonly name: string;
	readonly source: string;
	/** What is read instead of the file itself. */
	readonly content?: Buffer;
}

/** Sockets, devices and folders are no part of a project. */
export function isFileOrLink(stats: Stats): boolean {
	return stats.isFile() || stats.isSymbolicLink();
}
