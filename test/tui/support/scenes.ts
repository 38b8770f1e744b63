import {aJob, aState, start} from './a-run.js';
import {MemoryRun} from './memory-run.js';

/** A run in the middle: something of every state. */
export function busyRun(): MemoryRun {
	const jobs = [
		aJob('install', 'Success', {stage: 'build'}),
		aJob('compile', 'Success', {stage: 'build'}),
		aJob('docker-image', 'Success', {stage: 'build'}),
		aJob('test:unit', 'Failed', {
			reason: {kind: 'script', exitCode: 1},
			attempts: [
				{number: 1, status: 'Failed', startedAt: start + 62_000, endedAt: start + 106_000, exitCode: 1},
				{number: 2, status: 'Failed', startedAt: start + 106_000, endedAt: start + 164_000, exitCode: 1},
			],
		}),
		aJob('test:e2e', 'Running', {phase: 'running'}),
		aJob('test:contract', 'Running', {phase: 'preparing'}),
		aJob('lint', 'Failed', {allowed: true, reason: {kind: 'script', exitCode: 1}}),
		aJob('typecheck', 'Success'),
		aJob('bundle', 'Canceled', {stage: 'package', reason: {kind: 'skipped', because: 'test:unit', ended: 'failed'}}),
		aJob('sbom', 'Pending', {stage: 'package', reason: {kind: 'slot'}}),
		aJob('deploy:staging', 'Pending', {stage: 'deploy', reason: {kind: 'manual'}}),
		aJob('deploy:prod', 'Pending', {stage: 'deploy', reason: {kind: 'blocked', by: 'deploy:staging'}}),
	];
	const run = new MemoryRun(aState(jobs));
	run.log('test:unit', 1).command('npm ci', {exitCode: 0, ms: 14_200}).print('first attempt');
	run
		.log('test:unit', 2)
		.notice('Using image node:24')
		.command('npm ci', {exitCode: 0, ms: 14_200})
		.print('added 612 packages in 14s')
		.command('npm test -- --ci', {exitCode: 1, ms: 44_100})
		.print(
			'\u001B[32mPASS\u001B[39m src/cart/total.test.ts (812 ms)',
			'\u001B[32mPASS\u001B[39m src/auth/session.test.ts (1.4 s)',
			'\u001B[31mFAIL\u001B[39m src/pay/refund.test.ts',
			'  ● refund › rejects a second refund',
			'    expect(received).toBe(expected)',
			'    Expected: 409',
			'    Received: 200',
			'      at src/pay/refund.test.ts:88:24',
			'Tests: 2 failed, 118 passed, 120 total',
		);
	return run;
}
