import type {Diagnostic, Position} from '../errors.js';
import type {ChildInclude} from './definition.js';
import type {Unexpanded} from './expansion.js';

/**
 * What will run: everything is decided here and execution has nothing left to decide. Defaults are filled in,
 * `extends` and matrices expanded, rules evaluated, names and order proved.
 */
export interface Plan {
	readonly pipeline: PipelineIdentity;
	/** Stages that have jobs, in order. */
	readonly stages: readonly PlannedStage[];
	/** Jobs in the order of the file within their stage, stages in order. */
	readonly jobs: readonly PlannedJob[];
	readonly leftOut: readonly LeftOutJob[];
	/** Values that must never be seen: each is replaced by `[MASKED]` wherever a job prints it. */
	readonly masked: readonly string[];
	readonly warnings: readonly Diagnostic[];
}

export interface PipelineIdentity {
	readonly name: string;
	/** A URL or a local path. */
	readonly repoUrl: string;
	readonly branch: string;
	/** Full hash; empty when the folder is not a git repository or has no commit. */
	readonly commitHash: string;
	/** The pipeline file, relative to the repository's root. */
	readonly file: string;
}

export interface PlannedStage {
	readonly name: string;
	/** Counts from 0, in the order stages run. */
	readonly order: number;
}

export interface LeftOutJob {
	readonly name: string;
	/** Why it does not run, in the user's words, with the rule that did it. */
	readonly reason: string;
	readonly position?: Position;
}

export type When = 'on_success' | 'on_failure' | 'always' | 'manual' | 'delayed';

export interface PlannedJob {
	/** Unique in the plan; with GitLab's names for parallel jobs (`test 1/3`, `test: [a, b]`). */
	readonly name: string;
	/** The key in the file that it came from. */
	readonly key: string;
	readonly stage: string;
	readonly position: Position;
	/** Undefined: the image given by `--default-image`. */
	readonly image?: Image;
	readonly scripts: Scripts;
	/** Undefined: it waits for every job of every earlier stage. Empty: it waits for nothing. */
	readonly needs?: readonly PlannedNeed[];
	/** Jobs whose artifacts it gets, in the order to unpack them. */
	readonly artifactsFrom: readonly string[];
	/** The same of jobs of the pipeline that started this one; `pipeline` is its id, a template. */
	readonly artifactsFromUpstream?: readonly {readonly pipeline: string; readonly job: string}[];
	readonly when: When;
	/** For `delayed`: how long it waits once it could start. */
	readonly startInMs?: number;
	/** True, false, or only for these exit codes. */
	readonly allowFailure: boolean | {readonly exitCodes: readonly number[]};
	readonly retry: RetryPolicy;
	readonly timeoutMs?: number;
	/** The job's complete environment but for what only a run knows (`CI_JOB_ID`, `CI_PROJECT_DIR`, …). Expanded. */
	readonly variables: Readonly<Record<string, string>>;
	/**
	 * The same before references were filled in, when a dotenv report may change some: then all are filled in anew.
	 * Weaker meanings of a name are in `before`.
	 */
	readonly unexpanded?: ReadonlyMap<string, Unexpanded>;
	/** Names of those the user gave: no dotenv report overrides them. */
	readonly givenVariables?: readonly string[];
	/** Names of those that the job gets as the path of a file with the value. */
	readonly fileVariables?: readonly string[];
	readonly artifacts?: Artifacts;
	readonly interruptible: boolean;
	readonly resourceGroup?: string;
	readonly tags: readonly string[];
	/** Shown before a manual job is played. */
	readonly manualConfirmation?: string;
	/** Containers that run beside the job. */
	readonly services?: readonly PlannedService[];
	readonly caches?: readonly PlannedCache[];
	/** Nothing is deployed from here: for showing only. */
	readonly environment?: {readonly name: string; readonly url?: string; readonly action: string};
	/** The job starts another pipeline instead of running a script. */
	readonly trigger?: PlannedTrigger;
	/** The regular expression of `coverage`, without its slashes. */
	readonly coverage?: string;
	/** The job's keys as resolved (GitLab's names), for `plan --json` and the Config tab. */
	readonly resolved: Readonly<Record<string, unknown>>;
}

export interface Image {
	readonly name: string;
	/** Undefined: the image's own. An empty string in the list, or an empty list, clears it. */
	readonly entrypoint?: readonly string[];
	readonly pullPolicy?: readonly PullPolicy[];
	/** `docker:user`. */
	readonly user?: string;
	/** `docker:platform`. */
	readonly platform?: string;
}

export type PullPolicy = 'always' | 'if-not-present' | 'never';

/** A service, with all names it answers to in `aliases` (those made from its image's name first). */
export interface PlannedService {
	readonly image: Image;
	readonly aliases: readonly string[];
	readonly command?: readonly string[];
	/** Over those of the job; templates too. */
	readonly variables: Readonly<Record<string, string>>;
}

export interface PlannedCache {
	/** A text, or made from the content of files, which only the workspace knows. */
	readonly key: string | {readonly files: readonly string[]; readonly prefix?: string};
	readonly paths: readonly string[];
	readonly untracked: boolean;
	readonly policy: 'pull' | 'push' | 'pull-push';
	readonly when: 'on_success' | 'on_failure' | 'always';
	/** Tried in this order when there is nothing under `key`. */
	readonly fallbackKeys: readonly string[];
}

export interface PlannedTrigger {
	/** What the child pipeline is put together from, variables filled in. */
	readonly includes: readonly ChildInclude[];
	/** Another project whose pipeline it would start; then there is no child. */
	readonly project?: string;
	/** Names of the job's variables that the child gets (`forward:yaml_variables`). */
	readonly forwarded: readonly string[];
	/** Files of the child pipeline, relative to the repository's root; merged as includes are. */
	readonly local: readonly string[];
	/** What it would need of somewhere else (`project group/x`); then it cannot run here. */
	readonly elsewhere?: string;
	/** The job ends as the child pipeline does. */
	readonly depend: boolean;
	readonly inputs: Readonly<Record<string, unknown>>;
	/** Which variables the child gets: the job's own, and those the user gave. */
	readonly forward: {readonly yamlVariables: boolean; readonly pipelineVariables: boolean};
}

/** Commands as written; `before` and `main` run in one shell, `after` in a new one, always. */
export interface Scripts {
	/** `hooks:pre_get_sources_script`: in a shell of its own before all others. */
	readonly preGetSources?: readonly string[];
	readonly before: readonly string[];
	readonly main: readonly string[];
	readonly after: readonly string[];
}

export interface PlannedNeed {
	/** A job of the plan. Optional needs that are not in the plan are gone already. */
	readonly job: string;
	readonly artifacts: boolean;
}

export type FailureKind =
	| 'always'
	| 'unknown_failure'
	| 'script_failure'
	| 'api_failure'
	| 'stuck_or_timeout_failure'
	| 'runner_system_failure'
	| 'runner_unsupported'
	| 'stale_schedule'
	| 'job_execution_timeout'
	| 'archived_failure'
	| 'unmet_prerequisites'
	| 'scheduler_failure'
	| 'data_integrity_failure';

export interface RetryPolicy {
	/** How many attempts may follow the first: 0, 1 or 2. */
	readonly max: number;
	readonly when: readonly FailureKind[];
	readonly exitCodes: readonly number[];
}

export interface Artifacts {
	readonly name?: string;
	readonly paths: readonly string[];
	readonly exclude: readonly string[];
	readonly untracked: boolean;
	readonly when: 'on_success' | 'on_failure' | 'always';
	/** Files named by `reports`, by kind (`junit`, `dotenv`, …). */
	readonly reports: Readonly<Record<string, readonly string[]>>;
}
