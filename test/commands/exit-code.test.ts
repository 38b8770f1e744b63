import {expect, test} from 'vitest';
import {exitCodeOf} from '../../source/commands/exit-code.js';
import type {Reason} from '../../source/model/reason.js';
import type {JobState, RunState} from '../../source/model/run-state.js';
import type {Status} from '../../source/model/status.js';

test('a run that passed exits with 0', () => {
	expect(exitCodeOf(aRun('Success', [aJob('Success')]))).toBe(0);
});

test('a run that only waits for manual jobs exits with 0', () => {
	expect(exitCodeOf(aRun('Success', [aJob('Pending', {kind: 'manual'})]))).toBe(0);
});

test('a failed script exits with 1, also beside a runner error', () => {
	const script = aJob('Failed', {kind: 'script', exitCode: 7});
	const engine = aJob('Failed', {kind: 'runner', code: 'IMAGE_NOT_FOUND', message: 'no image'});
	expect(exitCodeOf(aRun('Failed', [script]))).toBe(1);
	expect(exitCodeOf(aRun('Failed', [script, engine]))).toBe(1);
});

test('a run in which only the runner failed exits with 3', () => {
	const engine = aJob('Failed', {kind: 'runner', code: 'IMAGE_NOT_FOUND', message: 'no image'});
	const allowed = aJob('Failed', {kind: 'script', exitCode: 1}, true);
	expect(exitCodeOf(aRun('Failed', [engine, allowed]))).toBe(3);
});

test('a canceled run exits with 130, by SIGTERM with 143, by SIGHUP with 129', () => {
	expect(exitCodeOf(aRun('Canceled', [], {kind: 'user'}))).toBe(130);
	expect(exitCodeOf(aRun('Canceled', [], {kind: 'signal', signal: 'SIGINT'}))).toBe(130);
	expect(exitCodeOf(aRun('Canceled', [], {kind: 'signal', signal: 'SIGTERM'}))).toBe(143);
	expect(exitCodeOf(aRun('Canceled', [], {kind: 'signal', signal: 'SIGHUP'}))).toBe(129);
});

function aRun(status: Status, jobs: readonly JobState[], reason?: Reason): RunState {
	return {
		run: 1,
		status,
		...(reason === undefined ? {} : {reason}),
		stages: [],
		jobs: new Map(jobs.map((job, index) => [`${index}`, job])),
		held: false,
	};
}

function aJob(status: Status, reason?: Reason, allowed = false): JobState {
	return {name: 'job', stage: 'test', status, ...(reason === undefined ? {} : {reason}), allowed, attempts: []};
}
