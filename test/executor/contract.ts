import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Executor} from '../../source/executor/executor.js';
import {coreContract, scriptedJobs} from './core-contract.js';
import {openSession, type TestSession} from './run-job.js';
import {settingsContract} from './settings-contract.js';

/** What a job can rely on wherever it runs: every executor that runs scripts passes this. */
export function executorContract(name: string, create: () => Executor): void {
	describe(name, () => {
		coreContract(async () => await openSession(create()), scriptedJobs);

		let on: TestSession;
		settingsContract(() => on);

		beforeAll(async () => {
			on = await openSession(create());
		});

		afterAll(async () => {
			await on.close();
		});

		test('a script whose commands all pass succeeds', async () => {
			const {outcome, sink} = await on.run({script: ['true', 'echo done']});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('done\n');
			expect(sink.phases).toEqual(['preparing', 'running']);
		});

		test('a script fails with the exit code of the command that failed, and nothing after it runs', async () => {
			const {outcome, sink} = await on.run({script: ['echo before', '(exit 42)', 'echo never']});
			expect(outcome).toEqual({kind: 'failed', exitCode: 42});
			expect(sink.output).toBe('before\n');
			expect(sink.commands).toEqual([
				{index: 0, text: 'echo before', exitCode: 0},
				{index: 1, text: '(exit 42)', exitCode: 42},
			]);
		});

		test('a job that exits by itself ends with its exit code', async () => {
			expect((await on.run({script: ['exit 7', 'echo never']})).outcome).toEqual({kind: 'failed', exitCode: 7});
			expect((await on.run({script: ['exit 0', 'false']})).outcome).toEqual({kind: 'success'});
		});

		test('a command that is not there fails with 127 and the shell says so', async () => {
			const {outcome, sink} = await on.run({script: ['no-such-command-anywhere']});
			expect(outcome).toEqual({kind: 'failed', exitCode: 127});
			expect(sink.output).toMatch(/no-such-command-anywhere.*not found/);
		});

		test('before_script and script share one shell, after_script has its own', async () => {
			const {sink} = await on.run({
				before: ['value=kept; cd folder'],
				script: ['echo "$value in $(basename "$PWD")"'],
				after: ['echo "${value:-nothing} in $(basename "$PWD")"'],
			});
			expect(sink.output).toBe('kept in folder\nnothing in project\n');
		});

		test('stdout and stderr come in the order they were written, commands announced in between', async () => {
			const script = ['for i in 1 2 3; do echo out $i; echo err $i >&2; done', 'echo last'];
			const {sink} = await on.run({script});
			const lines = [1, 2, 3].map(i => `out ${i}\nerr ${i}\n`).join('');
			expect(sink.transcript).toBe(`<0${lines}0:0><1last\n1:0>`);
		});

		test('a command over several lines is one command', async () => {
			const {sink, outcome} = await on.run({
				script: ['if true\nthen\n  echo yes\nfi\ncat <<END\nhere\nEND', 'echo next'],
			});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.transcript).toBe('<0yes\nhere\n0:0><1next\n1:0>');
		});

		test('a construct may go over several commands of the list', async () => {
			const {sink, outcome} = await on.run({
				script: ['if false; then', 'echo never', 'else', 'echo yes', 'fi', 'echo end'],
			});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('yes\nend\n');
		});

		test('a syntax error fails the job with the words of the shell', async () => {
			const {outcome, sink} = await on.run({script: ['echo "never closed']});
			expect(outcome.kind).toBe('failed');
			expect(sink.output).toMatch(/unexpected|unterminated/i);
		});

		test('no line of 10,000 is lost', async () => {
			const {sink} = await on.run({script: ['i=0; while [ $i -lt 10000 ]; do echo "line $i"; i=$((i+1)); done']});
			const expected = Array.from({length: 10_000}, (_, i) => `line ${i}\n`).join('');
			expect(sink.output === expected).toBe(true);
		});

		test('a last line without a newline is not lost', async () => {
			const {sink} = await on.run({script: ['printf one; printf two >&2', 'printf three']});
			expect(sink.transcript).toBe('<0onetwo0:0><1three1:0>');
		});

		test('bytes come through as they are', async () => {
			const {sink} = await on.run({script: [String.raw`printf '\000\001\377\033[31m\r\n\036\036'`]});
			expect(Buffer.concat(sink.chunks)).toEqual(Buffer.from('\x00\x01\xff\x1b[31m\r\n\x1e\x1e', 'latin1'));
		});

		test('the stdin of every command is empty', async () => {
			const {outcome, sink} = await on.run({script: ['cat', 'read line || echo "nothing to read"', 'echo end']});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('nothing to read\nend\n');
		});

		test('variables have exactly the value they were given', async () => {
			const variables = {
				DOLLAR: 'costs $HOME ${HOME} $(id) `id`',
				QUOTES: `it's "so" \\ here`,
				LINES: 'one\n  two\n\nfour\n',
				EMPTY: '',
				UNICODE: 'grüße 日本',
				STAR: '* ?',
			};
			const script = Object.keys(variables).map(key => `printf '[%s]' "$${key}"`);
			const {sink} = await on.run({variables, script});
			expect(sink.output).toBe(
				Object.values(variables)
					.map(value => `[${value}]`)
					.join(''),
			);
		});

		test('a job runs in its project, with the files of the working tree', async () => {
			const {sink} = await on.run({
				script: [
					'[ "$PWD" = "$CI_PROJECT_DIR" ] && echo same',
					'cat README untracked',
					'folder/run.sh',
					'ls -d ignored 2>&1 || true',
				],
			});
			expect(sink.output).toMatch(/^same\nread me\nnot committed\nran\n.*ignored.*[Nn]o such file.*\n$/);
		});

		test('a job without checkout starts in an empty folder', async () => {
			const {sink} = await on.run({emptyWorkspace: true, script: ['ls -A | wc -l | tr -d " "', 'touch file && ls']});
			expect(sink.output).toBe('0\nfile\n');
		});

		test('nothing that a job writes appears in the working tree, nor in the next job', async () => {
			await on.run({script: ['echo changed > README; echo new > new; rm -r folder']});
			const {sink} = await on.run({script: ['cat README; ls -d new folder 2>/dev/null || true']});
			expect(sink.output).toBe('read me\nfolder\n');
			expect(readFileSync(path.join(on.root, 'README'), 'utf8')).toBe('read me\n');
			expect(existsSync(path.join(on.root, 'new'))).toBe(false);
			expect(execFileSync('git', ['status', '--porcelain'], {cwd: on.root, encoding: 'utf8'})).toBe('?? untracked\n');
		});

		test("jobs that run at once do not see each other's files", async () => {
			const one = on.start({
				script: [
					'echo one > mine',
					'echo ready',
					'while [ ! -e /dev/null/never ] && [ ! -e other ]; do sleep 0.05; done',
				],
			});
			await one.sink.until(/ready/);
			const two = await on.run({script: ['ls -d mine 2>/dev/null || echo nothing', 'echo two > other; cat other']});
			expect(two.sink.output).toBe('nothing\ntwo\n');
			one.stop();
			expect(await one.outcome).toEqual({kind: 'canceled'});
		});

		test('after_script runs after a failure, knows of it, and does not change it', async () => {
			const {outcome, sink} = await on.run({
				script: ['exit 3'],
				after: ['echo "was $CI_JOB_STATUS"', 'exit 9', 'echo never'],
			});
			expect(outcome).toEqual({kind: 'failed', exitCode: 3});
			expect(sink.output).toBe('was failed\n');
			expect(sink.commands.map(command => command.exitCode)).toEqual([3, 0, 9]);
			expect(sink.notices).toEqual(['warning: after_script failed (exit code 9): the job goes on unaffected']);
			expect(sink.phases).toEqual(['preparing', 'running', 'after_script']);
		});

		test('after_script of a job that passed knows that', async () => {
			const {outcome, sink} = await on.run({script: ['true'], after: ['echo "was $CI_JOB_STATUS"']});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('was success\n');
		});

		test('a job that is stopped may clean up, its children too', async () => {
			const child = 'trap "echo child cleaned up; exit 0" TERM; echo started; while :; do sleep 0.05; done';
			const job = on.start({script: [`sh -c '${child}'`, 'echo never']});
			await job.sink.until(/started/);
			job.stop();
			expect(await job.outcome).toEqual({kind: 'canceled'});
			// Shells say "Terminated" of their own children, each in its way.
			expect(job.sink.output.replaceAll('Terminated\n', '')).toBe('started\nchild cleaned up\n');
			expect(job.sink.phases.at(-1)).toBe('canceling');
		});

		test('what ignores the end of a stopped job is killed once the grace is over', async () => {
			const child = `trap "" TERM; echo started; while :; do sleep 0.05; done`;
			const job = on.start({graceMs: 300, script: [`sh -c '${child}' & sh -c '${child}'`]});
			await job.sink.until(/started\n.*started/s);
			job.stop();
			expect(await job.outcome).toEqual({kind: 'canceled'});
		});

		test('a job that is stopped the moment its script begins does not wait for the grace', async () => {
			for (let i = 0; i < 5; i++) {
				const job = on.start({graceMs: 3_600_000, script: ['while :; do sleep 0.05; done']});
				await job.sink.untilPhase('running');
				job.stop();
				expect(await job.outcome).toEqual({kind: 'canceled'});
			}
		});

		test('who stops a job twice does not wait for the grace', async () => {
			const job = on.start({graceMs: 3_600_000, script: ['trap "" TERM; echo started; while :; do sleep 0.05; done']});
			await job.sink.until(/started/);
			job.stop();
			job.kill();
			expect(await job.outcome).toEqual({kind: 'canceled'});
		});

		test('after_script runs after a stop and knows of it', async () => {
			const job = on.start({script: ['echo started', 'sleep 600'], after: ['echo "was $CI_JOB_STATUS"']});
			await job.sink.until(/started/);
			job.stop();
			expect(await job.outcome).toEqual({kind: 'canceled'});
			expect(job.sink.output).toMatch(/^started\n.*was canceled\n$/s);
		});

		test('to after_script and artifacts, a job whose time is over has failed', async () => {
			const job = on.start({
				script: ['echo x > file; echo started', 'sleep 600'],
				after: ['echo "was $CI_JOB_STATUS"'],
				artifacts: {paths: ['file'], when: 'on_failure'},
			});
			await job.sink.until(/started/);
			job.timeOut();
			expect(await job.outcome).toEqual({kind: 'canceled'});
			expect(job.sink.output).toMatch(/^started\n.*was failed\n$/s);
			expect(existsSync(job.artifactFile)).toBe(true);
		});

		test('a job that is stopped before it starts runs nothing', async () => {
			const job = on.start({script: ['echo never']});
			job.stop();
			expect(await job.outcome).toEqual({kind: 'canceled'});
			expect(job.sink.output).toBe('');
		});

		test('a job ends when its script does, whatever it left in the background', async () => {
			const {outcome, sink} = await on.run({script: ['sleep 3600 & echo done']});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('done\n');
		});

		test('artifacts go from one job to the next, less what is excluded', async () => {
			const {artifactFile, sink} = await on.run({
				script: [
					'mkdir -p out/deep other',
					'echo a > out/a.txt; echo b > out/deep/b.txt; echo c > out/deep/c.tmp; echo d > other/d',
					'chmod +x out/a.txt; ln -s a.txt out/link',
				],
				artifacts: {paths: ['out/', 'missing'], exclude: ['out/**/*.tmp']},
			});
			expect(sink.phases.at(-1)).toBe('artifacts');
			expect(sink.notices).toContainEqual(expect.stringMatching(/^info: out\/: found 3 matching files$/));
			expect(sink.notices).toContainEqual(expect.stringMatching(/^warning: missing: no matching files/));
			const next = await on.run({
				artifactsIn: [artifactFile],
				script: [
					'{ find out other 2>/dev/null || true; } | sort',
					'cat out/link; [ -x out/a.txt ] && [ -L out/link ] && echo kept',
				],
			});
			expect(next.sink.output).toBe('out\nout/a.txt\nout/deep\nout/deep/b.txt\nout/link\na\nkept\n');
		});

		test('later artifacts lie over earlier ones, and over the workspace', async () => {
			const save = async (text: string) => {
				const job = await on.run({
					script: [`echo ${text} > README; echo ${text} > ${text}`],
					artifacts: {paths: ['README', text]},
				});
				return job.artifactFile;
			};
			const artifactsIn = [await save('first'), await save('second')];
			const {sink} = await on.run({artifactsIn, script: ['cat README first second']});
			expect(sink.output).toBe('second\nfirst\nsecond\n');
		});

		test.each([
			{when: 'on_success', script: 'true', saved: true},
			{when: 'on_success', script: 'false', saved: false},
			{when: 'on_failure', script: 'true', saved: false},
			{when: 'on_failure', script: 'false', saved: true},
			{when: 'always', script: 'true', saved: true},
			{when: 'always', script: 'false', saved: true},
		] as const)('artifacts $when of a script of $script: saved $saved', async ({when, script, saved}) => {
			const {artifactFile} = await on.run({script: ['echo x > file', script], artifacts: {paths: ['file'], when}});
			expect(existsSync(artifactFile)).toBe(saved);
		});

		test('artifacts that are not there leave no archive, and the job passes', async () => {
			const {outcome, artifactFile} = await on.run({
				script: ['true'],
				artifacts: {paths: ['nothing/*.xml', '../outside', '/etc/passwd']},
			});
			expect(outcome).toEqual({kind: 'success'});
			expect(existsSync(artifactFile)).toBe(false);
		});

		test('what a job writes that was not in the workspace is untracked', async () => {
			const {artifactFile} = await on.run({script: ['echo x > new; echo y >> README'], artifacts: {untracked: true}});
			const names = execFileSync('tar', ['tf', artifactFile], {encoding: 'utf8'});
			expect(names).toBe('new\n');
		});

		test('history is there for git', async () => {
			const {sink} = await on.run({
				image: {name: 'ci-tui-test/bash:latest'},
				script: ['git log --format=%s', 'git status --short'],
			});
			expect(sink.output).toBe('First\n?? untracked\n');
		});

		test('what looks like a mark is output', async () => {
			const script = [
				String.raw`printf '\036%s:%s\036' 0123456789abcdef0123456789abcdef 0`,
				String.raw`printf '\036%s:%s\036' 0123456789abcdef0123456789abcdef 0 >&8`,
				'echo end',
			];
			const {sink} = await on.run({script});
			const forged = '\x1e0123456789abcdef0123456789abcdef:0\x1e';
			expect(sink.transcript).toBe(`<0${forged}0:0><1${forged}1:0><2end\n2:0>`);
		});

		test('no token of a mark is to be found from inside', async () => {
			const look =
				'env; set; export; cat /proc/self/environ /proc/$$/environ /proc/$$/cmdline /proc/$PPID/environ /proc/$PPID/cmdline /proc/1/cmdline';
			const {sink, outcome} = await on.run({
				script: [
					`{ ${look}; } 2>/dev/null || true`,
					'cat /proc/$$/fd/0 /proc/$$/fd/10 /proc/$$/fd/255 2>/dev/null || true',
					'set -x',
					'true',
					'set +x',
					'echo end',
				],
			});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).not.toMatch(/\b[0-9a-f]{32}\b/);
			expect(sink.commands.map(command => command.exitCode)).toEqual([0, 0, 0, 0, 0, 0]);
		});

		test('a job that closes or takes the descriptor of the marks still ends as its script does', async () => {
			const {outcome, sink} = await on.run({script: ['exec 8>&-', 'echo one', 'exec 8>/dev/null', '(exit 5)']});
			expect(outcome).toEqual({kind: 'failed', exitCode: 5});
			expect(sink.output).toBe('one\n');
		});

		test('a job may redirect its own output', async () => {
			const {outcome, sink} = await on.run({script: ['exec >file 2>&1', 'echo hidden', 'exit 4']});
			expect(outcome).toEqual({kind: 'failed', exitCode: 4});
			expect(sink.transcript).toBe('<00:0><11:0><22:4>');
		});
	});
}
