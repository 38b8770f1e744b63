import {expect, test} from 'vitest';
import {runProgram} from '../support/program.js';
import {aRepository} from '../support/repository.js';

test('what is not there has the same code in every command, and a hint', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': 'unit: {script: [exit 1]}'});
	const said = async (...args: readonly string[]) => {
		const {code, stderr} = await runProgram(args, {cwd: root});
		expect([args, code]).toEqual([args, 2]);
		expect(stderr).toContain('hint');
		return /error (\w+):/.exec(stderr)?.[1];
	};
	for (const args of [
		['report', '--run', '9'],
		['retry'],
		['retry', '9'],
		['cancel', '9'],
		['report', '--job', 'unit'],
	]) {
		expect([args, await said(...args)]).toEqual([args, 'RUN_UNKNOWN']);
	}

	expect((await runProgram(['run', '--ui', 'quiet', '--executor', 'shell'], {cwd: root})).code).toBe(1);
	expect(await said('report', '--stage', 'tset')).toBe('STAGE_UNKNOWN');
	for (const args of [
		['report', '--job', 'unti'],
		['retry', '--job', 'unti'],
		['run', 'unti'],
		['plan', 'unti'],
		['shell', 'unti'],
	]) {
		expect([args, await said(...args)]).toEqual([args, 'JOB_UNKNOWN']);
	}
});
