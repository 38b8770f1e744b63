import type {Diagnostic} from '../errors.js';
import type {Context} from '../model/context.js';
import type {PipelineDefinition} from '../model/definition.js';
import {checkJobs} from './checks/check-jobs.js';
import {resolveExtends} from './extends.js';
import type {FileSource} from './file-source.js';
import {assemble} from './include/assemble.js';
import {Problems} from './problems.js';
import {readPipeline} from './read-pipeline.js';
import {resolveReferences} from './references.js';

export interface LoadRequest {
	readonly files: FileSource;
	/** The pipeline file, relative to the repository's root. */
	readonly file: string;
	readonly context: Context;
}

export interface Loaded {
	/** Undefined when there are errors. */
	readonly definition: PipelineDefinition | undefined;
	/** All of them, files in the order they were read, each from top to bottom. */
	readonly diagnostics: readonly Diagnostic[];
	/** The text of every file that was read, by the name that positions use. */
	readonly sources: ReadonlyMap<string, string>;
}

/**
 * Reads a pipeline file as GitLab does: includes, then `extends`, then `!reference`, then every keyword; and tells
 * all that is wrong at once. Where an include is missing, what it may have defined is not told as missing too.
 */
export function loadPipeline({files, file, context}: LoadRequest): Loaded {
	const problems = new Problems();
	const {root, complete, sources} = assemble(files, file, context, problems);
	if (!root) return {definition: undefined, diagnostics: problems.sorted(), sources};
	if (!complete) problems.forgiveMissing();
	const extended = resolveExtends(root, problems, complete);
	const resolved = resolveReferences(extended.root, problems, complete);
	const definition = readPipeline({...extended, root: resolved}, file, problems, complete);
	if (complete) checkJobs(definition, problems, resolved);
	return {definition: problems.hasErrors ? undefined : definition, diagnostics: problems.sorted(), sources};
}
