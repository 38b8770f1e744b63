import {describe, expect, test} from 'vitest';
import {pastRun, previousJobs} from '../../source/engine/past-run.js';
import {createLogStore} from '../../source/logs/log-store.js';
import type {JobExecution} from '../../source/model/records.js';
import type {RunDocument} from '../../source/store/store.js';
import {aJob, aPlan, standings} from '../scheduler/a-run.js';

const time = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const ms = (second: number): number => Date.parse(time(second));

function execution(name: string, attempt: number, more: Partial<JobExecution>): JobExecution {
	return {
		id: `${name} ${attempt}`,
		job_id: name,
		stage_execution_id: name === 'compile' ? 'stage 1' : 'stage 2',
		status: 'Success',
		name,
		attempt,
		...more,
	};
}

const document: RunDocument = {
	pipeline_execution: {
		id: 'run',
		pipeline_id: 'pipeline',
		status: 'Failed',
		start_time: time(0),
		end_time: time(9),
		run_number: 3,
		commit_hash: 'c0ffee',
		name: 'demo',
	},
	stage_executions: [
		{id: 'stage 2', stage_id: 's2', pipeline_execution_id: 'run', status: 'Failed', name: 'test', order: 1},
		{
			id: 'stage 1',
			stage_id: 's1',
			pipeline_execution_id: 'run',
			status: 'Success',
			start_time: time(0),
			end_time: time(4),
			name: 'build',
			order: 0,
		},
	],
	job_executions: [
		execution('unit', 2, {status: 'Canceled', reason: 'canceled by the user', reason_kind: 'user'}),
		execution('unit', 1, {
			status: 'Failed',
			start_time: time(4),
			end_time: time(6),
			reason: 'exit 3',
			reason_kind: 'script',
			exit_code: 3,
			logs: 'runs/3/unit.1.log',
		}),
		execution('lint', 1, {
			status: 'Failed',
			start_time: time(4),
			end_time: time(5),
			allow_failure: true,
			reason: 'timed out after 1s',
			reason_kind: 'timeout',
		}),
		execution('ship', 1, {status: 'Canceled', reason: 'skipped: unit failed', reason_kind: 'skipped'}),
		execution('try', 1, {status: 'Pending', reason: 'manual', reason_kind: 'manual'}),
		execution('compile', 1, {start_time: time(0), end_time: time(4), exit_code: 0}),
	],
};

describe('a run that was stored', () => {
	const handle = pastRun({document, plan: aPlan([aJob('unit')]), logs: createLogStore(), folder: '/state'});

	test('is read as it was left, stages and jobs in their order', () => {
		const state = handle.getState();
		expect(state).toMatchObject({run: 3, status: 'Failed', startedAt: ms(0), endedAt: ms(9)});
		expect(state.stages).toEqual([
			{name: 'build', status: 'Success', startedAt: ms(0), endedAt: ms(4)},
			{name: 'test', status: 'Failed'},
		]);
		expect([...state.jobs.values()].map(job => job.name)).toEqual(['compile', 'unit', 'lint', 'ship', 'try']);
		expect(standings({run: state})).toEqual({
			compile: 'Success',
			unit: 'Canceled user',
			lint: 'Failed allowed timeout',
			ship: 'Canceled skipped: unit failed',
			try: 'Pending manual',
		});
	});

	test('has its attempts, oldest first, without those that never started', () => {
		expect(handle.getState().jobs.get('unit')?.attempts).toEqual([
			{
				number: 1,
				status: 'Failed',
				reason: {kind: 'script', exitCode: 3},
				exitCode: 3,
				startedAt: ms(4),
				endedAt: ms(6),
			},
		]);
		expect(handle.getState().jobs.get('ship')?.attempts).toEqual([]);
	});

	test('cannot be changed', async () => {
		const before = handle.getState();
		handle.send({type: 'retry-failed'});
		expect(handle.getState()).toBe(before);
		expect(handle.controllable).toBe(false);
		expect(await handle.settled()).toBe(before);
	});

	test('says where its logs are, and reads as empty where there is none', () => {
		expect(handle.logFile('unit', 1)).toBe('/state/runs/3/unit.1.log');
		const log = handle.openLog('ship', 1);
		expect(log.length).toBe(0);
		log.close();
	});

	test('can be gone on with in a new process', () => {
		expect([...previousJobs(document).keys()].sort()).toEqual(['compile', 'lint', 'ship', 'try', 'unit']);
	});
});
