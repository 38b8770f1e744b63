import {expect, test} from 'vitest';
import {cancel} from '../../source/commands/cancel.js';
import {aFailedRun, aRepository, aRunningRun} from './past-runs.js';

test('the newest running run is asked to cancel, and waited for', async () => {
	const repository = await aRepository();
	const running = await aRunningRun(repository.store);
	await aFailedRun(repository);
	running.onCancelRequested(() => {
		running.record({
			type: 'run-finished',
			at: new Date().toISOString(),
			run: running.run,
			status: 'Canceled',
			reason: 'canceled by the user',
		});
	});
	expect(await cancel({...repository, now: Date.now}, {})).toBe(0);
	expect(repository.printed()).toBe('canceling run 1\nrun 1 has ended: canceled by the user\n');
	await running.close();
});

test('nothing to cancel is an error that says what there is', async () => {
	const repository = await aRepository();
	await expect(cancel(repository, {})).rejects.toMatchObject({
		code: 'NOT_RUNNING',
		exitCode: 2,
		message: 'no run is running here',
	});
	await aFailedRun(repository);
	await expect(cancel(repository, {})).rejects.toMatchObject({hint: 'the newest, 1, has ended: failed'});
	await expect(cancel(repository, {run: 1})).rejects.toMatchObject({
		message: 'run 1 is not running',
		hint: 'it has ended: failed',
	});
	await expect(cancel(repository, {run: 8})).rejects.toMatchObject({message: 'there is no run 8', exitCode: 2});
});

test('a run that does not end in time is an error of the runner', async () => {
	const repository = await aRepository();
	const running = await aRunningRun(repository.store);
	await expect(cancel({...repository, now: Date.now}, {patience: 0})).rejects.toMatchObject({
		code: 'CANCEL_TIMEOUT',
		exitCode: 3,
	});
	await running.close();
});
