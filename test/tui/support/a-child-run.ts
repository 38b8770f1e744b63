import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {RunHandle} from '../../../source/engine/run-handle.js';
import type {Behaviours} from '../../../source/executor/fake.js';
import type {PlannedJob} from '../../../source/model/plan.js';
import type {RunRecorder} from '../../../source/store/store.js';
import {aLiveRun, type LiveRunForTest} from '../../engine/a-live-run.js';
import {aJob} from '../../scheduler/a-run.js';

/** A job that starts the next child; the run waits for it unless it is said. */
export function aTrigger(name: string, more: Partial<PlannedJob> = {}, depend = true): PlannedJob {
	const {needs: _, ...rest} = more;
	return aJob(name, {
		trigger: {
			includes: [{local: `${name}.yml`}],
			forwarded: [],
			local: [`${name}.yml`],
			depend,
			inputs: {},
			forward: {yamlVariables: true, pipelineVariables: false},
		},
		...rest,
	});
}

/** A run of the real engine for a child pipeline, which begins when a trigger job starts it. */
export async function aChildRun(
	run: number,
	jobs: readonly PlannedJob[],
	behaviours: Behaviours = {},
	children: readonly RunHandle[] = [],
): Promise<LiveRunForTest> {
	const folder = await mkdtemp(join(tmpdir(), 'ci-tui-child-'));
	await mkdir(join(folder, 'runs'));
	onTestFinished(() => rm(folder, {recursive: true, force: true}));
	const recorder: RunRecorder = {
		run,
		id: `run ${run}`,
		logFile: (job, attempt) => join(folder, 'runs', `${job}.${attempt}.log`),
		artifactFile: (job, attempt) => join(folder, `${job}.${attempt}.tar`),
		executionId: (job, attempt) => `${run} ${job} ${attempt}`,
		record: () => {},
		flush: async () => {},
		close: async () => {},
		onCancelRequested: () => () => {},
	};
	return aLiveRun(jobs, behaviours, {recorder, children: starting(children)});
}

/** Gives trigger jobs these runs, one after the other. */
export function starting(children: readonly RunHandle[]) {
	const left = [...children];
	return {
		async create(): Promise<RunHandle> {
			const next = left.shift();
			if (next === undefined) throw new Error('the test has no more children');
			return next;
		},
	};
}
