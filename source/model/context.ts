/** What is known of the world when a pipeline is read and planned: every fact comes in here, so both are pure. */
export interface Context {
	/** The folder's name, for a pipeline that names itself nowhere. */
	readonly folder: string;
	/** A URL or a local path. */
	readonly repoUrl: string;
	/** `group/project`, from the remote's URL, else `local/<folder>`. */
	readonly projectPath: string;
	readonly git: GitIdentity;
	/** `CI_PIPELINE_SOURCE`; `push` unless a variable says otherwise. */
	readonly source: string;
	/** Given by the user for this run (`--variable` and files); the highest precedence. */
	readonly variables: Readonly<Record<string, string>>;
	/** What is special about some of them. */
	readonly given?: GivenDetails;
	/** Values that must never be shown. */
	readonly masked: readonly string[];
	/** The project's files relative to its root, for `rules:exists`. */
	readonly files: readonly string[];
	/** Files changed by what is to be pushed, for `rules:changes`; undefined for a new branch and for a tag: then changes match, as in GitLab. */
	readonly changedFiles?: readonly string[];
	/** Files changed since another ref (`rules:changes:compare_to`); undefined when there is no such ref here. */
	readonly changedSince?: (ref: string) => readonly string[] | undefined;
	/** The files of another project (`rules:exists:project`); undefined when it is not at hand. */
	readonly filesOf?: (project: string, ref: string | undefined) => readonly string[] | undefined;
	/** When the run was asked for, ms since the epoch. */
	readonly now: number;
}

/** What the user gives beside the pipeline: for this run, in files of the repository and of the user. */
export interface GivenVariables extends GivenDetails {
	readonly variables: Readonly<Record<string, string>>;
	/** Values that must never be shown. */
	readonly masked: readonly string[];
}

export interface GivenDetails {
	/** Names of variables whose references stay as they are. */
	readonly raw: readonly string[];
	/** Names of variables that a job gets as the path of a file with the value. */
	readonly files: readonly string[];
	/** For jobs of some environments only (GitLab's "environment scope"). */
	readonly scoped: readonly ScopedVariable[];
	/** Names given for this run alone (GitLab's "pipeline variables"); the others belong to the project. */
	readonly forThisRun: readonly string[];
}

export interface ScopedVariable {
	readonly name: string;
	readonly value: string;
	/** An environment's name; `*` in it stands for any text. */
	readonly environment: string;
	readonly raw: boolean;
	readonly file: boolean;
}

/** Read from the repository; empty strings and `main` where there is none. */
export interface GitIdentity {
	readonly branch: string;
	readonly defaultBranch: string;
	/** Set when the commit is checked out by a tag. */
	readonly tag?: string;
	readonly commitHash: string;
	/** The commit before, or 40 zeros. */
	readonly beforeHash: string;
	readonly message: string;
	/** `Name <mail>` */
	readonly author: string;
	/** ISO 8601. */
	readonly timestamp: string;
	readonly userName: string;
	readonly userEmail: string;
}
