import type {Plan, PlannedJob} from '../../source/model/plan.js';

/** A job that waits for the stages before its own. */
export function aJob(name: string, stage = 'test', more: Partial<PlannedJob> = {}): PlannedJob {
	return {
		name,
		key: name,
		stage,
		position: {file: '.gitlab-ci.yml', line: 1, column: 1},
		scripts: {before: [], main: [`echo ${name}`], after: []},
		artifactsFrom: [],
		when: 'on_success',
		allowFailure: false,
		retry: {max: 0, when: ['always'], exitCodes: []},
		variables: {},
		interruptible: true,
		tags: [],
		resolved: {},
		...more,
	};
}

/** Stages in the order in which the jobs name them. */
export function aPlan(...jobs: readonly PlannedJob[]): Plan {
	return {
		pipeline: {
			name: 'api',
			repoUrl: '/home/user/api',
			branch: 'main',
			commitHash: '3f2c1a9e0b5d4c6f8a7b9c0d1e2f3a4b5c6d7e8f',
			file: '.gitlab-ci.yml',
		},
		stages: [...new Set(jobs.map(job => job.stage))].map((name, order) => ({name, order})),
		jobs,
		leftOut: [],
		masked: [],
		warnings: [],
	};
}
