import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, renameSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {markerIn, markerVariable} from '../../../source/executor/shell/process-group.js';
import {createShellExecutor} from '../../../source/executor/shell/shell-executor.js';
import {sweepHost} from '../../../source/executor/shell/sweep.js';
import {makeTemporaryFolder} from '../../../source/workspace/temporary-folder.js';
import {temporaryFolder} from '../../workspace/project.js';
import {openSession} from '../run-job.js';

/** The name that a folder of this process would have had of one that is dead. */
function ofDeadProcess(folder: string, pid = '4194303'): string {
	return folder.replace(`-${process.pid}-`, `-${pid}-`);
}

test('what a killed process left on this host is removed, what a living one has is not', async () => {
	vi.stubEnv('TMPDIR', temporaryFolder());
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const own = await makeTemporaryFolder('run');
	const dead = ofDeadProcess(await makeTemporaryFolder('clone'));
	mkdirSync(path.join(dead, 'deep'), {recursive: true});
	writeFileSync(path.join(dead, 'deep', 'file'), 'x');
	const reused = (await makeTemporaryFolder('spool')).replace(/-[0-9a-f]{8}-(\w{6})$/, '-01234567-$1');
	const elsewhere = ofDeadProcess(await makeTemporaryFolder('run')).replace(/-run-[0-9a-f]{8}/, '-run-01234567');
	const others = path.join(tmpdir(), 'ci-tui-run-of-somebody');
	for (const folder of [reused, elsewhere, others]) {
		mkdirSync(folder);
	}

	const kept = [own, elsewhere, others];
	expect(await sweepHost()).toEqual(['2 temporary folders']);
	expect([dead, reused].map(folder => existsSync(folder))).toEqual([false, false]);
	expect(kept.map(folder => existsSync(folder))).toEqual([true, true, true]);
	expect(await sweepHost()).toEqual([]);
});

test.runIf(process.platform === 'linux')('what jobs of a killed process still run is ended', async () => {
	vi.stubEnv('TMPDIR', temporaryFolder());
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const made = await makeTemporaryFolder('run');
	const dead = ofDeadProcess(made);
	renameSync(made, dead);
	const start = (folder: string) =>
		spawn('sleep', ['600'], {env: {PATH: process.env.PATH, [markerVariable]: markerIn(path.basename(folder))}});
	const [left, alive] = [start(dead), start(made)];
	const ended = new Promise(resolve => left.on('exit', (_, signal) => resolve(signal)));
	await sweepHost();
	expect(await ended).toBe('SIGKILL');
	expect(alive.exitCode ?? alive.signalCode).toBeNull();
	alive.kill();
});

test('a session keeps its jobs in such a folder, and their processes are known by it', async () => {
	vi.stubEnv('TMPDIR', temporaryFolder());
	const on = await openSession(createShellExecutor());
	onTestFinished(async () => {
		await on.close();
		vi.unstubAllEnvs();
	});
	const {sink} = await on.run({script: [`echo "$${markerVariable}"; pwd`]});
	const [marker = '', folder = ''] = sink.output.split('\n');
	expect(marker).toMatch(new RegExp(`^ci-tui-run-[0-9a-f]{8}-${process.pid}-[0-9a-f]{8}-\\w{6}/`));
	expect(folder).toContain(marker.split('/')[0]);
});
