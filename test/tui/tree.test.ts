import {describe, expect, test} from 'vitest';
import {stageId} from '../../source/tui/placed-job.js';
import {indexOfRow, nextFailed, treeRows, windowTop} from '../../source/tui/tree.js';
import {aJob, aState} from './support/a-run.js';

const state = aState([
	aJob('compile', 'Success', {stage: 'build'}),
	aJob('unit', 'Failed', {reason: {kind: 'script', exitCode: 1}}),
	aJob('e2e', 'Running'),
	aJob('ship', 'Pending', {stage: 'deploy', reason: {kind: 'manual'}}),
	aJob('audit', 'Failed', {stage: 'deploy', allowed: true}),
]);
const all = {name: '', state: 'all'} as const;
const ids = (...filter: Parameters<typeof treeRows>) => treeRows(...filter).map(row => row.id);

describe('the tree', () => {
	test('shows stages with their jobs in the order of the file, whatever their state', () => {
		expect(ids(state, new Map(), all)).toEqual([
			'stage build',
			'job compile',
			'stage test',
			'job unit',
			'job e2e',
			'stage deploy',
			'job ship',
			'job audit',
		]);
	});

	test('hides the jobs of a folded stage', () => {
		expect(ids(state, new Map([[stageId('test'), true]]), all)).toEqual([
			'stage build',
			'job compile',
			'stage test',
			'stage deploy',
			'job ship',
			'job audit',
		]);
	});

	test('filters by name whatever the case, and finds jobs in folded stages too', () => {
		expect(ids(state, new Map([[stageId('test'), true]]), {name: 'E2E', state: 'all'})).toEqual([
			'stage test',
			'job e2e',
		]);
	});

	test('shows only active jobs, which a manual job that waits for somebody is not', () => {
		expect(ids(state, new Map(), {name: '', state: 'active'})).toEqual(['stage test', 'job e2e']);
	});

	test('stands for a folded job with its stage', () => {
		const rows = treeRows(state, new Map([[stageId('test'), true]]), all);
		expect(indexOfRow(rows, 'job e2e', state)).toBe(2);
	});

	test('goes to the next failed job and round the end', () => {
		expect(nextFailed(state, 'job unit', 1)).toBe('job audit');
		expect(nextFailed(state, 'job audit', 1)).toBe('job unit');
		expect(nextFailed(state, undefined, 1)).toBe('job unit');
		expect(nextFailed(state, 'job unit', -1)).toBe('job audit');
		expect(nextFailed(aState([aJob('fine', 'Success')]), 'job fine', 1)).toBeUndefined();
	});
});

describe('the window on the tree', () => {
	test('does not move while the selection stays inside of it', () => {
		expect(windowTop(100, 15, 20, 10)).toBe(10);
	});

	test('keeps two rows in sight beyond the selection', () => {
		expect(windowTop(100, 29, 20, 10)).toBe(12);
		expect(windowTop(100, 11, 20, 10)).toBe(9);
	});

	test('shows no emptiness below the last row', () => {
		expect(windowTop(25, 24, 20, 0)).toBe(5);
		expect(windowTop(5, 4, 20, 3)).toBe(0);
	});
});
