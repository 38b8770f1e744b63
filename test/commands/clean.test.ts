import {expect, test} from 'vitest';
import {clean} from '../../source/commands/clean.js';
import {aFailedRun, aRepository, aRunningRun} from './past-runs.js';

const nothing = async (): Promise<readonly string[]> => [];

test('old runs are removed when told how many to keep, and what engines still have', async () => {
	const repository = await aRepository();
	for (let count = 0; count < 5; count++) await aFailedRun(repository);
	expect(
		await clean(
			{...repository, sweep: async () => ['container ci-tui-1-unit'], clearCaches: nothing},
			{json: false, keep: 2},
		),
	).toBe(0);
	expect(repository.printed()).toBe('removed container ci-tui-1-unit\nremoved runs 1–3\n');
	expect((await repository.store.runs()).map(({run_number}) => run_number)).toEqual([5, 4]);
});

test('without a number runs stay', async () => {
	const repository = await aRepository();
	await aFailedRun(repository);
	await clean({...repository, sweep: nothing, clearCaches: nothing}, {json: false});
	expect(repository.printed()).toBe('nothing to clean\n');
	expect((await repository.store.runs()).length).toBe(1);
});

test('a run that is running is never removed', async () => {
	const repository = await aRepository();
	const running = await aRunningRun(repository.store);
	await aFailedRun(repository);
	await clean({...repository, sweep: nothing, clearCaches: nothing}, {json: true, keep: 0});
	expect(JSON.parse(repository.printed())).toEqual({removed_runs: [2], settled_runs: [], removed: []});
	await running.close();
});

test('caches are removed when that is asked for', async () => {
	const repository = await aRepository();
	const clearCaches = async () => ['2 caches (1.5 MB)'];
	await clean({...repository, sweep: nothing, clearCaches}, {json: false});
	await clean({...repository, sweep: nothing, clearCaches}, {json: false, cache: true});
	expect(repository.printed()).toBe('nothing to clean\nremoved 2 caches (1.5 MB)\n');
});
