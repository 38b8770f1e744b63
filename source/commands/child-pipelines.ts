import type {FileSource} from '../config/file-source.js';
import {loadPipeline} from '../config/load.js';
import type {ChildPipelines, ChildRequest} from '../engine/children/child-pipelines.js';
import type {RunHandle} from '../engine/run-handle.js';
import {CiError} from '../errors.js';
import type {Context} from '../model/context.js';
import type {ChildInclude} from '../model/definition.js';
import {textMask} from '../model/mask-text.js';
import type {Plan, PlannedTrigger} from '../model/plan.js';
import {planPipeline} from '../planner/plan-pipeline.js';
import {formatDiagnostics} from '../report/diagnostics.js';
import type {Adapters} from './adapters.js';
import {loadWithIncludes} from './load-with-includes.js';
import type {Options} from './options.js';
import type {Project} from './project.js';
import {repositoryFiles} from './repository-files.js';

/** How a child's run is started once it is planned. */
export type LaunchChild = (plan: Plan, project: Project, request: ChildRequest) => Promise<RunHandle>;

export interface ParentFacts {
	readonly project: Project;
	/** The parent's. */
	readonly plan: Plan;
	/** 0 for a pipeline that no other started. */
	readonly depth: number;
	readonly options: Options;
	readonly adapters: Adapters;
	readonly launch: LaunchChild;
}

/** GitLab's: a child's child starts no more ("Downstream pipelines", "Nested child pipelines"). */
const deepest = 2;
/** No pipeline file is bigger. */
const mostBytes = 30 * 1024 * 1024;

/** Child pipelines of a project: planned from its files and from artifacts as GitLab plans a parent's child. */
export function childPipelines(parent: ParentFacts): ChildPipelines {
	return {
		async create(request) {
			if (parent.depth >= deepest) {
				const message = `child pipelines are nested more than ${deepest} deep`;
				throw new CiError('CHILD_TOO_DEEP', message, {hint: 'GitLab refuses it too'});
			}

			const {project} = parent;
			const context = contextOf(project.context, request);
			const plan = await planChild(parent, context, request);
			return parent.launch(plan, {...project, context, plan, diagnostics: []}, request);
		},
	};
}

/** What the child knows: the project's variables, and of the parent's what is forwarded ("trigger:forward"). */
function contextOf(context: Context, {trigger, variables: yaml}: ChildRequest): Context {
	const {given, variables} = context;
	const forThisRun = new Set(given?.forThisRun);
	const all = Object.entries(variables).filter(([name]) => name !== 'CI_PIPELINE_SOURCE');
	const project = all.filter(([name]) => !forThisRun.has(name));
	const pipeline = trigger.forward.pipelineVariables ? all.filter(([name]) => forThisRun.has(name)) : [];
	const names = [...Object.keys(yaml), ...pipeline.map(([name]) => name)];
	return {
		...context,
		source: 'parent_pipeline',
		variables: {...Object.fromEntries(project), ...yaml, ...Object.fromEntries(pipeline)},
		given: {
			// What the parent gives is filled in already.
			raw: [...(given?.raw ?? []), ...Object.keys(yaml)],
			files: (given?.files ?? []).filter(name => !Object.hasOwn(yaml, name)),
			scoped: (given?.scoped ?? []).filter(({name}) => !names.includes(name)),
			forThisRun: names,
		},
	};
}

async function planChild(
	{project, plan, options, adapters}: ParentFacts,
	context: Context,
	request: ChildRequest,
): Promise<Plan> {
	const {workspace} = project;
	const artifacts = new Map<string, string>();
	for (const include of request.trigger.includes) {
		if (include.artifact === undefined) continue;
		artifacts.set(artifactPath(include), await artifactText(include, request, adapters));
	}

	// The entries of `trigger:include` are an include of a file that has nothing else.
	const file = `trigger of ${request.job}`;
	const entries = includeEntries(request.trigger);
	const own = repositoryFiles(workspace.root, workspace.files, options.includeMap);
	const files: FileSource = {
		...own,
		read: path => (path === file ? JSON.stringify({include: entries}) : (artifacts.get(path) ?? own.read(path))),
	};
	const loaded = await loadWithIncludes(
		files,
		source => loadPipeline({files: source, file, context}),
		() => adapters.openIncludes(options.repo === undefined ? project.root : workspace.root),
	);
	const planned = loaded.definition === undefined ? undefined : planPipeline(loaded.definition, context);
	const mask = textMask(context.masked);
	if (planned?.plan === undefined) {
		const diagnostics = [...loaded.diagnostics, ...(planned?.diagnostics ?? [])];
		const errors = diagnostics.filter(({severity}) => severity === 'error');
		const text = formatDiagnostics(errors, loaded.sources, {color: false, ascii: false});
		throw new CiError('CHILD_INVALID', mask(text), {exitCode: 2});
	}

	const {pipeline} = planned.plan;
	return {...planned.plan, pipeline: {...pipeline, name: `${plan.pipeline.name}/${request.job}`}};
}

/** Inputs stand with an entry, or (`trigger:inputs`) beside them all. */
function includeEntries({includes, inputs}: PlannedTrigger): readonly ChildInclude[] {
	const isForAll = includes.every(include => include.inputs === undefined) && Object.keys(inputs).length > 0;
	return includes.map(include => ({
		...(include.artifact === undefined ? include : {local: `/${artifactPath(include)}`}),
		...(isForAll ? {inputs} : include.inputs && {inputs: include.inputs}),
	}));
}

/** Where the file of an artifact is found: nowhere in the repository. */
function artifactPath({artifact = '', job = ''}: ChildInclude): string {
	return `.ci-tui/artifacts/${job}/${artifact.replace(/^\/+/, '')}`;
}

async function artifactText(
	{artifact = '', job = ''}: ChildInclude,
	{artifactsOf}: ChildRequest,
	{readReport}: Adapters,
): Promise<string> {
	const archive = await artifactsOf(job);
	const path = artifact.replace(/^\/+/, '');
	const files = archive === undefined ? [] : await readReport({archive, patterns: [path], projectDir: '/', mostBytes});
	const found = files.find(({name}) => name === path);
	if (found !== undefined) return found.content.toString('utf8');
	throw new CiError('CHILD_ARTIFACT_MISSING', `job "${job}" has left no artifact "${path}"`, {
		hint: 'name it in its artifacts:paths, and make the trigger job need it',
	});
}
