import {expect, test} from 'vitest';
import {clean} from '../../source/commands/clean.js';
import {aFailedRun, aRepository, aRunningRun} from './past-runs.js';

test('old runs are removed when told how many to keep, and what engines still have', async () => {
	const repository = await aRepository();
	for (let count = 0; count < 5; count++) await aFailedRun(repository);
	expect(await clean({...repository, sweep: async () => ['container ci-tui-1-unit']}, {json: false, keep: 2})).toBe(0);
	expect(repository.printed()).toBe('removed container ci-tui-1-unit\nremoved runs 1–3\n');
	expect((await repository.store.runs()).map(({run_number}) => run_number)).toEqual([5, 4]);
});

test('without a number runs stay', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await clean({...repository, sweep: async () => []}, {json: false});
	expect(repository.printed()).toBe('nothing to clean\n');
	expect((await repository.store.runs()).length).toBe(1);
});

test('a run that is running is never removed', async () => {
	const repository = await aRepository();
	const running = await aRunningRun(repository.store);
	await aFailedRun(repository);
	await clean({...repository, sweep: async () => []}, {json: true, keep: 0});
	expect(JSON.parse(repository.printed())).toEqual({removed_runs: [2], settled_runs: [], removed: []});
	await running.close();
});
