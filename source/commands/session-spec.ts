import path from 'node:path';
import type {RunSpec} from '../executor/executor.js';
import type {Plan} from '../model/plan.js';
import type {Store} from '../store/store.js';
import type {Options} from './options.js';
import type {Project} from './project.js';

export interface SessionFacts extends Pick<RunSpec, 'run' | 'runId'> {
	readonly plan: Plan;
	readonly project: Project;
	readonly store: Pick<Store, 'folder'>;
	readonly options: Pick<Options, 'defaultImage' | 'concurrency' | 'keepFailed'>;
}

/** What an executor is told of a run as a whole. */
export function sessionSpec({run, runId, plan, project, store, options}: SessionFacts): RunSpec {
	return {
		run,
		runId,
		workspace: project.workspace,
		projectPath: project.context.projectPath,
		masked: plan.masked,
		defaultImage: options.defaultImage,
		concurrency: options.concurrency,
		keepFailed: options.keepFailed === true,
		jobs: plan.jobs.length,
		cacheFolder: path.join(store.folder, 'cache'),
	};
}
