import {execFileSync} from 'node:child_process';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createLogStore} from '../../source/logs/log-store.js';
import {openStore} from '../../source/store/open-store.js';
import {temporaryFolder} from '../logs/temporary-folder.js';
import {aJob, aPlan} from './a-plan.js';

/** A disk of 512 KB, or undefined where this user may not mount one. */
async function smallDisk(): Promise<string | undefined> {
	const folder = await temporaryFolder();
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder], {stdio: 'pipe'});
	} catch {
		return undefined;
	}

	onTestFinished(() => void execFileSync('umount', ['-l', folder]));
	return folder;
}

const at = '2026-11-23T10:00:00.000Z';

test('a full disk is an error for the user, and nothing that was good is damaged', async ({skip}) => {
	const root = await smallDisk();
	if (root === undefined) return skip('a small disk cannot be mounted here');
	const store = await openStore(root);
	const first = await store.startRun(aPlan(aJob('unit')), 0);
	first.record({type: 'run-started', at, run: 1, pipeline: 'api', commit_hash: ''});
	await first.flush();
	const good = [
		await readFile(join(store.folder, 'db.json'), 'utf8'),
		await readFile(join(store.folder, 'runs/1/run.json'), 'utf8'),
	];

	const log = await createLogStore().create(first.logFile('unit', 1), {masked: []});
	const chunk = Buffer.alloc(64 * 1024, 'x\n');
	const fill = async () => {
		for (let count = 0; count < 100; count++) await log.write(chunk);
	};
	await expect(fill()).rejects.toMatchObject({code: 'LOG_NOT_WRITTEN', exitCode: 3});
	await expect(log.close()).rejects.toMatchObject({exitCode: 3});

	await writeFile(join(root, 'filler'), Buffer.alloc(1024 * 1024)).catch(() => {});
	first.record({type: 'run-finished', at, run: 1, status: 'Failed', reason: null});
	await expect(first.flush()).rejects.toMatchObject({
		code: 'STORE_NOT_WRITTEN',
		exitCode: 3,
		message: expect.stringContaining('the disk is full'),
	});
	await expect(store.startRun(aPlan(aJob('unit')), 0)).rejects.toMatchObject({exitCode: 3});
	expect([
		await readFile(join(store.folder, 'db.json'), 'utf8'),
		await readFile(join(store.folder, 'runs/1/run.json'), 'utf8'),
	]).toEqual(good);
	expect((await (await openStore(root)).runs()).map(({run_number, status}) => [run_number, status])).toEqual([
		[1, 'Running'],
	]);

	await rm(join(root, 'filler'));
	await rm(first.logFile('unit', 1));
	await first.close();
	expect((await store.runs())[0]).toMatchObject({run_number: 1, status: 'Failed'});
	expect((await store.startRun(aPlan(aJob('unit')), 0)).run).toBe(2);
});
