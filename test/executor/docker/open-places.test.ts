import {PassThrough} from 'node:stream';
import {text} from 'node:stream/consumers';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {createDockerExecutor} from '../../../source/executor/docker/docker-executor.js';
import type {ShellTerminal} from '../../../source/executor/executor.js';
import {describeWithDocker} from '../../support/describe-with-docker.js';
import {connect} from '../../support/docker.js';
import {image} from '../../support/images.js';
import {openSession, type TestSession} from '../run-job.js';

describeWithDocker('a shell where an attempt is, or has failed', () => {
	let on: TestSession;

	beforeEach(async () => {
		on = await openSession(createDockerExecutor(), {keepFailed: true, masked: ['hush-hush']});
	});

	afterEach(async () => {
		await on.close();
		expect(await containers(on)).toEqual([]);
	});

	test.each([image.bash, image.nonroot, image.entrypoint])(
		'in %s it finds the files as the job left them, and the variables of the job',
		async name => {
			const {outcome} = await on.run({
				job: 'unit',
				image: {name},
				variables: {SECRET: 'hush-hush', WORD: "it's"},
				files: {KEY_FILE: 'the key\n'},
				script: ['echo left > left', 'cd folder', 'exit 3'],
				after: ['echo after >> left'],
			});
			expect(outcome).toEqual({kind: 'failed', exitCode: 3});
			expect(on.session.hasPlace?.('unit', 1)).toBe(true);
			const said = await ask(on, 'unit', 'cat left "$KEY_FILE"; echo "$WORD $SECRET"; pwd; exit 6\n');
			expect(said).toEqual({code: 6, output: `left\nafter\nthe key\nit's hush-hush\n${on.session.projectDir}\n`});
			expect((await ask(on, 'unit', 'cat left\n')).output).toBe('left\nafter\n');
			const [only] = await containers(on);
			expect(
				JSON.stringify(
					await connect()
						.getContainer(only ?? '')
						.inspect(),
				),
			).not.toContain('hush-hush');
		},
	);

	test('of a job that runs it is beside the script, which hears nothing of it', async () => {
		const job = on.start({
			job: 'unit',
			script: ['echo started; until test -e go; do sleep 0.05; done', 'echo went on'],
		});
		await job.sink.until(/started/);
		expect(await ask(on, 'unit', 'touch go; exit 2\n')).toEqual({code: 2, output: ''});
		expect(await job.outcome).toEqual({kind: 'success'});
		expect(job.sink.output).toBe('started\nwent on\n');
	});

	test('of a job that passed or was canceled, or of another attempt, there is none', async () => {
		await on.run({job: 'passes', script: ['true']});
		const canceled = on.start({job: 'canceled', script: ['echo started; sleep 600'], graceMs: 1000});
		await canceled.sink.until(/started/);
		canceled.stop();
		expect(await canceled.outcome).toEqual({kind: 'canceled'});
		await on.run({job: 'fails', script: ['false']});
		for (const [job, attempt] of [
			['passes', 1],
			['canceled', 1],
			['fails', 2],
		] as const) {
			expect([job, on.session.hasPlace?.(job, attempt)]).toEqual([job, false]);
			await expect(on.session.openShell?.(job, attempt, terminalOf('').terminal)).rejects.toMatchObject({
				code: 'SHELL_GONE',
			});
		}
	});

	test('ends when the run is closed, and nothing is left', async () => {
		await on.run({job: 'fails', script: ['false']});
		const {terminal, output} = terminalOf('echo ready; sleep 600\n');
		const ended = on.session.openShell?.('fails', 1, terminal);
		await new Promise(resolve => output.once('data', resolve));
		await on.session.close();
		expect(await ended).not.toBe(0);
		expect(await containers(on)).toEqual([]);
	});

	test('only so many are kept: the oldest goes', async () => {
		const names = Array.from({length: 11}, (_, index) => `job ${index}`);
		for (const job of names) {
			await on.run({job, script: ['false']});
		}

		expect(names.filter(job => on.session.hasPlace?.(job, 1))).toEqual(names.slice(1));
	});
});

async function ask(on: TestSession, job: string, input: string) {
	const {terminal, output} = terminalOf(input);
	const said = text(output);
	const code = await on.session.openShell?.(job, 1, terminal);
	output.end();
	return {code, output: await said};
}

function terminalOf(commands: string): {readonly terminal: ShellTerminal; readonly output: PassThrough} {
	const [input, output] = [new PassThrough(), new PassThrough()];
	input.end(commands);
	const terminal: ShellTerminal = {
		isInteractive: false,
		input,
		output,
		errors: output,
		greeting: '',
		history: [],
		stop: new AbortController().signal,
		progress() {},
	};
	return {terminal, output};
}

async function containers({runId}: TestSession): Promise<readonly string[]> {
	const found = await connect().listContainers({all: true, filters: {label: [`ci-tui.run=${runId}`, 'ci-tui.job']}});
	return found.map(({Id}) => Id);
}
