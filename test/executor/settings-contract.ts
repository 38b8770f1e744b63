import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {TestSession} from './run-job.js';

/** What a job can ask of its runner beside its scripts. To be called within a `describe`. */
export function settingsContract(on: () => TestSession): void {
	test('a variable of file type is the path of a file with the value, for the job alone', async () => {
		const {sink, outcome} = await on().run({
			files: {KEY_FILE: "first 'line'\n$HOME\n"},
			script: ['cat "$KEY_FILE"', 'ls -l "$KEY_FILE" | cut -c 1-10', 'ls -A | grep -c KEY_FILE || true'],
			after: ['cat "$KEY_FILE"'],
		});
		expect(outcome).toEqual({kind: 'success'});
		expect(sink.output).toBe("first 'line'\n$HOME\n-rw-------\n0\nfirst 'line'\n$HOME\n");
	});

	test('reports have an archive of their own, however the script ends, and are no artifacts', async () => {
		const {outcome, artifactFile} = await on().run({
			script: ['mkdir reports; echo a > reports/a.xml; echo b > v.env; echo c > out', 'false'],
			artifacts: {paths: ['out'], when: 'on_success', reports: {junit: ['reports/*.xml'], dotenv: ['v.env']}},
		});
		expect(outcome.kind).toBe('failed');
		expect(existsSync(artifactFile)).toBe(false);
		const names = execFileSync('tar', ['tf', `${artifactFile}.reports`], {encoding: 'utf8'})
			.trim()
			.split('\n')
			.sort();
		expect(names).toEqual(['reports/', 'reports/a.xml', 'v.env']);
	});

	test('the hook runs first, in a shell of its own, and fails the job when it fails', async () => {
		const script = ['echo "main ${value:-nothing}"'];
		const passed = await on().run({script, preGetSources: ['value=kept', 'echo hook']});
		expect(passed.sink.output).toBe('hook\nmain nothing\n');
		expect(passed.sink.commands.map(({index}) => index)).toEqual([0]);
		const failed = await on().run({script, preGetSources: ['exit 9']});
		expect(failed.outcome).toEqual({kind: 'failed', exitCode: 9});
		expect(failed.sink.output).toBe('');
	});

	test('RUNNER_SCRIPT_TIMEOUT ends the script, and after_script still runs', async () => {
		const {outcome, sink} = await on().run({
			variables: {RUNNER_SCRIPT_TIMEOUT: '200ms'},
			script: ['sleep 600'],
			after: ['echo "after $CI_JOB_STATUS"'],
		});
		expect(outcome).toEqual({kind: 'timed-out', ms: 200});
		expect(sink.output).toContain('after failed');
	});

	test('RUNNER_AFTER_SCRIPT_TIMEOUT ends the after_script, and the job passes', async () => {
		const {outcome} = await on().run({
			variables: {RUNNER_AFTER_SCRIPT_TIMEOUT: '200ms'},
			script: ['true'],
			after: ['sleep 600'],
		});
		expect(outcome).toEqual({kind: 'success'});
	});

	test('a failing after_script fails the job only when its errors are not ignored', async () => {
		const job = {script: ['true'], after: ['exit 5']};
		expect((await on().run(job)).outcome).toEqual({kind: 'success'});
		const strict = {...job, variables: {RUNNER_AFTER_SCRIPT_IGNORE_ERRORS: 'false'}};
		expect((await on().run(strict)).outcome).toEqual({kind: 'failed', exitCode: 5});
	});
}
