import type {Readable} from 'node:stream';

/** The project's files as a run sees them: taken once, the same for every job of the run. */
export interface Workspace {
	/** The folder on this host that the files are read from. */
	readonly root: string;
	/** Files and links (no folders) relative to `root`, `/` as separator, sorted; with `.git` when there is one. */
	readonly files: readonly string[];
	/**
	 * All files as one tar stream, names relative to the project's folder, or below `prefix` (`group/project/`).
	 * Everybody may write them. May be called more than once.
	 */
	tar(prefix?: string): Readable;
	/** Copies all files into an existing empty folder. */
	copyTo(folder: string): Promise<void>;
	/** Removes what this workspace made (a clone); never the user's tree. */
	close(): Promise<void>;
}
