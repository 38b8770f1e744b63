import type {Position} from '../errors.js';
import type {Artifacts, FailureKind, Image, Scripts, When} from './plan.js';

/**
 * A pipeline file as written and put together: includes, `extends`, `!reference` and defaults are resolved; rules,
 * matrices and variables are not, because they need to know where and why the pipeline runs.
 */
export interface PipelineDefinition {
	/** Relative to the repository's root. */
	readonly file: string;
	/** The top-level `name`, a key of our own. */
	readonly name?: string;
	readonly workflow: WorkflowDefinition;
	/** In order, with `.pre` and `.post`. */
	readonly stages: readonly string[];
	readonly variables: VariableDefinitions;
	/** In the order of the file; hidden jobs are gone. */
	readonly jobs: readonly JobDefinition[];
}

export interface WorkflowDefinition {
	readonly name?: string;
	readonly rules?: readonly RuleDefinition[];
	readonly position?: Position;
}

export type VariableDefinitions = Readonly<Record<string, VariableDefinition>>;

export interface VariableDefinition {
	readonly value: string;
	/** False: `expand: false`, references in it stay as they are. */
	readonly expand: boolean;
	readonly description?: string;
	readonly options?: readonly string[];
}

export interface JobDefinition {
	readonly name: string;
	readonly position: Position;
	readonly stage: string;
	readonly image?: Image;
	readonly scripts: Scripts;
	readonly needs?: readonly NeedDefinition[];
	readonly dependencies?: readonly NamedPlace[];
	readonly rules?: readonly RuleDefinition[];
	readonly only?: PolicyDefinition;
	readonly except?: PolicyDefinition;
	readonly when?: When | 'never';
	readonly startInMs?: number;
	readonly allowFailure?: boolean | {readonly exitCodes: readonly number[]};
	readonly retry: {
		readonly max: number;
		readonly when: readonly FailureKind[];
		readonly exitCodes: readonly number[];
	};
	readonly timeoutMs?: number;
	readonly variables: VariableDefinitions;
	/** Which of the pipeline's variables it gets: all, none, or these. */
	readonly inheritVariables: boolean | readonly string[];
	readonly artifacts?: Artifacts;
	readonly parallel?: ParallelDefinition;
	readonly interruptible: boolean;
	readonly resourceGroup?: string;
	readonly tags: readonly string[];
	readonly manualConfirmation?: string;
	readonly environment?: EnvironmentDefinition;
	readonly services: readonly ServiceDefinition[];
	readonly caches: readonly CacheDefinition[];
	readonly trigger?: TriggerDefinition;
	/** The regular expression between its slashes, flags left out. */
	readonly coverage?: string;
	/** The job's keys as resolved, in GitLab's names. */
	readonly resolved: Readonly<Record<string, unknown>>;
}

/** A name with the place where it was written. */
export interface NamedPlace {
	readonly name: string;
	readonly position: Position;
}

export interface NeedDefinition {
	readonly job: string;
	readonly artifacts: boolean;
	readonly optional: boolean;
	/** `parallel:matrix`: only these of the job's combinations. */
	readonly matrix?: readonly MatrixRow[];
	/** `pipeline` or `project`: artifacts of somewhere else; nothing to wait for here. */
	readonly elsewhere?: string;
	/** Of these: `pipeline`, the id of an upstream one. */
	readonly pipeline?: string;
	readonly position: Position;
}

export interface RuleDefinition {
	readonly position: Position;
	readonly if?: string;
	/** Where the expression's text starts. */
	readonly ifPosition?: Position;
	readonly changes?: ChangesDefinition;
	readonly exists?: ExistsDefinition;
	readonly when?: When | 'never';
	readonly startInMs?: number;
	readonly allowFailure?: boolean | {readonly exitCodes: readonly number[]};
	readonly variables?: VariableDefinitions;
	readonly needs?: readonly NeedDefinition[];
	readonly interruptible?: boolean;
}

/** `rules:changes`: one of the patterns, or the regular expression, matches a changed file. */
export interface ChangesDefinition {
	readonly paths: readonly string[];
	readonly regexp?: string;
	/** A ref to compare with; else what was pushed counts. */
	readonly compareTo?: string;
}

/** `rules:exists`: one of the patterns, or the regular expression, matches a file of the project. */
export interface ExistsDefinition {
	readonly paths: readonly string[];
	readonly regexp?: string;
	/** Another project whose files count. */
	readonly project?: string;
	readonly ref?: string;
}

/** `only` and `except`. */
export interface PolicyDefinition {
	readonly refs?: readonly string[];
	readonly variables?: readonly string[];
	readonly changes?: readonly string[];
	readonly kubernetes?: boolean;
	readonly position: Position;
}

export type ParallelDefinition =
	| {readonly kind: 'count'; readonly count: number}
	/** Rows in order; in each, every variable's values in the order they were written. */
	| {readonly kind: 'matrix'; readonly rows: readonly MatrixRow[]};

export type MatrixRow = readonly (readonly [variable: string, values: readonly string[]])[];

export interface EnvironmentDefinition {
	readonly name: string;
	readonly url?: string;
	readonly action?: string;
	readonly deploymentTier?: string;
	/** The job that stops it. */
	readonly onStop?: NamedPlace;
}

export interface ServiceDefinition {
	readonly name: string;
	/** Host names it answers to beside those made from its image's name. */
	readonly aliases: readonly string[];
	readonly entrypoint?: readonly string[];
	readonly command?: readonly string[];
	readonly variables: VariableDefinitions;
	readonly pullPolicy?: Image['pullPolicy'];
	readonly user?: string;
	readonly platform?: string;
}

export interface CacheDefinition {
	readonly key: string | {readonly files: readonly string[]; readonly prefix?: string};
	readonly paths: readonly string[];
	readonly untracked: boolean;
	readonly policy: string;
	readonly when: 'on_success' | 'on_failure' | 'always';
	readonly fallbackKeys: readonly string[];
	readonly unprotect: boolean;
}

/** An entry of `trigger:include`, in GitLab's keys. */
export interface ChildInclude {
	readonly local?: string;
	readonly artifact?: string;
	/** The job that makes the artifact. */
	readonly job?: string;
	readonly project?: string;
	readonly ref?: string;
	readonly file?: readonly string[];
	readonly template?: string;
	readonly component?: string;
	readonly remote?: string;
	readonly inputs?: Readonly<Record<string, unknown>>;
}

export interface TriggerDefinition {
	/** What the child pipeline is put together from. */
	readonly includes: readonly ChildInclude[];
	/** Another project whose pipeline it would start; then there is no child. */
	readonly project?: string;
	/** Files of a child pipeline in this repository. */
	readonly local: readonly string[];
	/** Another project, or an artifact of a job: cannot run here; in words. */
	readonly elsewhere?: string;
	/** `strategy: depend` or `mirror`: the trigger job ends as the child does. */
	readonly depend: boolean;
	readonly inputs: Readonly<Record<string, unknown>>;
	readonly forward: {readonly yamlVariables: boolean; readonly pipelineVariables: boolean};
}
