import type {ReadReport} from '../engine/findings/report-files.js';
import type {CiError, Result} from '../errors.js';
import type {Executor} from '../executor/executor.js';
import type {LogStore} from '../logs/log.js';
import type {GitIdentity} from '../model/context.js';
import type {ElsewhereFile, FetchedFile} from '../model/elsewhere-file.js';
import type {Store} from '../store/store.js';
import type {Workspace} from '../workspace/workspace.js';
import type {Unpack} from './unpack-artifacts.js';

/** Everything outside the core that a command may need; `cli.tsx` supplies the real ones, each loaded when first used. */
export interface Adapters {
	openStore(root: string): Promise<Store>;
	openWorkspace(request: WorkspaceRequest): Promise<Workspace>;
	createLogStore(): Promise<LogStore>;
	createExecutor(name: 'docker' | 'shell'): Promise<Executor>;
	/** Whether the engine answers; the error says why not. */
	pingEngine(): Promise<Result<string, CiError>>;
	/** Removes containers, volumes, networks and temporary folders of runs whose process is gone; answers what was removed, in words. */
	sweepEngine(root: string): Promise<readonly string[]>;
	/** Removes the caches in a state folder; answers what was removed, in words. */
	clearCaches(stateFolder: string): Promise<readonly string[]>;
	readonly unpack: Unpack;
	/** What an archive of artifacts holds; nothing when there is no such archive. */
	listArchive(file: string): Promise<readonly {readonly path: string; readonly size: number}[]>;
	/** Reads the files of a job's reports. */
	readonly readReport: ReadReport;
	/** `root` is the repository whose remote tells where other projects are. */
	openIncludes(root: string): Promise<Includes>;
	readonly git: Git;
	/** The user's own settings (`~/.config/ci-tui`), absolute. */
	configFolder(): string;
	now(): number;
}

/** For what a pipeline runs: a branch, a tag, or a merge request from a branch to its target. */
export interface PushedRef {
	readonly branch: string;
	readonly tag?: string | undefined;
	readonly target?: string | undefined;
}

/** Files of `include` that are not in the repository. */
export interface Includes {
	/** All at once, within a few seconds; never rejects. */
	fetch(files: readonly ElsewhereFile[]): Promise<readonly FetchedFile[]>;
	/** Removes what was needed for the time being. */
	close(): Promise<void>;
}

export interface WorkspaceRequest {
	/** The folder to take, or the repository to clone when `branch` or `commit` is given. */
	readonly root: string;
	readonly repo?: string;
	readonly branch?: string;
	readonly commit?: string;
}

export interface Git {
	/** The nearest folder at or above `cwd` that has the pipeline file, not above the git repository; else that repository; else `cwd`. */
	findRoot(cwd: string, file: string): Promise<string>;
	readIdentity(root: string): Promise<GitIdentity>;
	/** Without credentials; undefined when there is no remote. */
	remoteUrl(root: string): Promise<string | undefined>;
	changedFiles(root: string, pushed: PushedRef): Promise<readonly string[] | undefined>;
	/** Answers at once, for any ref. */
	changedSince(root: string): Promise<(ref: string) => readonly string[] | undefined>;
}

/** Where a command reads and writes; `interactive` when a person sits at both ends. */
export interface Io {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	readonly interactive: boolean;
	readonly color: boolean;
	readonly ascii: boolean;
	readonly env: Readonly<Record<string, string | undefined>>;
}
