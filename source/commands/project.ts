import path from 'node:path';
import {loadPipeline} from '../config/load.js';
import type {Diagnostic} from '../errors.js';
import type {Context, GivenVariables} from '../model/context.js';
import {textMask} from '../model/mask-text.js';
import type {Plan, PlannedJob} from '../model/plan.js';
import {planPipeline} from '../planner/plan-pipeline.js';
import type {Workspace} from '../workspace/workspace.js';
import type {Adapters} from './adapters.js';
import {loadWithIncludes} from './load-with-includes.js';
import type {Options} from './options.js';
import {choosePipelineFile} from './pipeline-file.js';
import {filesOfFolder, repositoryFiles} from './repository-files.js';
import {findRoot} from './root.js';
import {readUserVariables} from './variables/user-variables.js';

/** One repository with its pipeline read and planned, or with what is wrong with it. */
export interface Project {
	/** Where `.ci-tui` lives. */
	readonly root: string;
	readonly workspace: Workspace;
	/** Relative to the root. */
	readonly file: string;
	readonly context: Context;
	/** Undefined when the diagnostics have an error. */
	readonly plan: Plan | undefined;
	readonly diagnostics: readonly Diagnostic[];
	/** The text of every file that was read, for showing diagnostics. */
	readonly sources: ReadonlyMap<string, string>;
}

/** Opens the repository that the options name, reads its pipeline and plans it. The caller closes `workspace`. */
export async function openProject(options: Options, adapters: Adapters): Promise<Project> {
	const root = await findRoot(options, adapters);
	const given = readUserVariables({
		variables: options.variables,
		files: options.variablesFiles,
		root,
		configFolder: adapters.configFolder(),
	});
	const workspace = await adapters.openWorkspace({
		root,
		...(options.repo === undefined ? {} : {repo: options.repo}),
		...(options.branch === undefined ? {} : {branch: options.branch}),
		...(options.commit === undefined ? {} : {commit: options.commit}),
	});
	const files = repositoryFiles(workspace.root, workspace.files, options.includeMap);
	const file = choosePipelineFile(options, workspace.files, name => pipelineName(files.read(name)));
	const context = await readContext(options, adapters, workspace, root, given);
	const loaded = await loadWithIncludes(
		files,
		source => loadPipeline({files: source, file, context}),
		() => adapters.openIncludes(options.repo === undefined ? root : workspace.root),
	);
	const planned = loaded.definition === undefined ? undefined : planPipeline(loaded.definition, context);
	return {
		root,
		workspace,
		file,
		context,
		plan: planned?.plan && withoutSecrets(planned.plan),
		diagnostics: [...loaded.diagnostics, ...(planned?.diagnostics ?? [])].map(maskedWith(context.masked)),
		sources: loaded.sources,
	};
}

async function readContext(
	options: Options,
	adapters: Adapters,
	workspace: Workspace,
	root: string,
	given: GivenVariables,
): Promise<Context> {
	const identity = await adapters.git.readIdentity(workspace.root);
	const git = options.branch === undefined ? identity : {...identity, branch: options.branch};
	const repoUrl = options.repo ?? (await adapters.git.remoteUrl(root)) ?? root;
	const source = given.variables['CI_PIPELINE_SOURCE'] ?? 'push';
	const target = given.variables['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'] ?? git.defaultBranch;
	const changedFiles = await adapters.git.changedFiles(workspace.root, {
		branch: git.branch,
		tag: git.tag,
		target: source === 'merge_request_event' ? target : undefined,
	});
	const changedSince = await adapters.git.changedSince(workspace.root);
	const folder = path.basename(root);
	return {
		folder,
		repoUrl,
		projectPath: projectPath(repoUrl) ?? `local/${folder}`,
		git,
		source,
		variables: given.variables,
		given,
		masked: given.masked,
		files: workspace.files,
		...(changedFiles === undefined ? {} : {changedFiles}),
		changedSince,
		filesOf: project => filesOfFolder(options.includeMap[project]),
		now: adapters.now(),
	};
}

/** What of a plan is told without a look at what is masked. */
function withoutSecrets(plan: Plan): Plan {
	const mask = textMask(plan.masked);
	const {pipeline, leftOut} = plan;
	return {
		...plan,
		pipeline: {...pipeline, name: mask(pipeline.name)},
		leftOut: leftOut.map(job => ({...job, reason: mask(job.reason)})),
		jobs: plan.masked.length === 0 ? plan.jobs : plan.jobs.map(job => shownWith(job, mask)),
	};
}

/** What of a job only names something is told as it is. */
function shownWith(job: PlannedJob, mask: (text: string) => string): PlannedJob {
	const {resourceGroup, environment} = job;
	return {
		...job,
		...(resourceGroup !== undefined && {resourceGroup: mask(resourceGroup)}),
		...(environment && {
			environment: {...environment, name: mask(environment.name), ...(environment.url && {url: mask(environment.url)})},
		}),
	};
}

/** A message may have the value of a variable in it. */
function maskedWith(masked: readonly string[]): (diagnostic: Diagnostic) => Diagnostic {
	const mask = textMask(masked);
	return diagnostic => ({
		...diagnostic,
		message: mask(diagnostic.message),
		...(diagnostic.hint !== undefined && {hint: mask(diagnostic.hint)}),
	});
}

/** `group/project` of a remote's URL. */
export function projectPath(url: string): string | undefined {
	const match = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/]+\/|[^/]+@[^/:]+:)(?<path>.+?)(?:\.git)?\/?$/i.exec(url);
	return match?.groups?.['path'];
}

function pipelineName(text: string | undefined): string | undefined {
	const match = /^name:[ \t]*(?<quote>["']?)(?<name>.*?)\k<quote>[ \t]*(?:#.*)?$/m.exec(text ?? '');
	return match?.groups?.['name'];
}
