import type {PlannedJob} from '../model/plan.js';

export interface RuntimeFacts {
	readonly run: number;
	readonly attempt: number;
	/** The job's place in the plan, counted from 0. */
	readonly place: number;
	/** ms since the epoch. */
	readonly startedAt: number;
	readonly projectDir: string;
	readonly executor: string;
}

/** The predefined variables that only a run knows (GitLab's "Predefined CI/CD variables reference"), and `CI_TUI_…` of our own. */
export function runtimeVariables(job: PlannedJob, facts: RuntimeFacts): Readonly<Record<string, string>> {
	const id = jobNumber(facts);
	const projectUrl = job.variables['CI_PROJECT_URL'] ?? '';
	return {
		CI_BUILDS_DIR: parentOf(facts.projectDir),
		CI_CONCURRENT_ID: '0',
		CI_CONCURRENT_PROJECT_ID: '0',
		CI_DISPOSABLE_ENVIRONMENT: String(facts.executor !== 'shell'),
		CI_JOB_ID: id,
		CI_JOB_NAME: job.name,
		CI_JOB_STAGE: job.stage,
		CI_JOB_STARTED_AT: new Date(facts.startedAt).toISOString().replace(/\.\d+Z$/, 'Z'),
		CI_JOB_URL: `${projectUrl}/-/jobs/${id}`,
		CI_PIPELINE_ID: String(facts.run),
		CI_PIPELINE_IID: String(facts.run),
		CI_PIPELINE_URL: `${projectUrl}/-/pipelines/${facts.run}`,
		CI_PROJECT_DIR: facts.projectDir,
		CI_RUNNER_DESCRIPTION: `ci-tui (${facts.executor})`,
		CI_RUNNER_ID: '1',
		CI_RUNNER_TAGS: JSON.stringify(job.tags),
		CI_TUI: 'true',
		CI_TUI_ATTEMPT: String(facts.attempt),
		CI_TUI_RUN: String(facts.run),
		...(job.timeoutMs === undefined ? {} : {CI_JOB_TIMEOUT: String(Math.round(job.timeoutMs / 1000))}),
	};
}

/** A whole number as GitLab's is, unique in the repository for 100,000 jobs a run and 100 attempts a job. */
function jobNumber({run, place, attempt}: RuntimeFacts): string {
	return String(run * 10_000_000 + (place + 1) * 100 + attempt);
}

function parentOf(folder: string): string {
	return folder.slice(0, Math.max(1, folder.replace(/\/+$/, '').lastIndexOf('/')));
}
