import {spawn} from 'node:child_process';
import {expect, test, vi} from 'vitest';
import {repoHash, repoLabel} from '../../source/executor/docker/labels.js';
import {describeWithDocker} from '../support/describe-with-docker.js';
import {connect} from '../support/docker.js';
import {image} from '../support/images.js';
import {runProgram} from '../support/program.js';
import {builtProgram, key, start, type Terminal} from '../support/pty.js';
import {aRepository} from '../support/repository.js';

const patient = {timeout: 60_000, interval: 50};

const pipeline = `
stages: [build, test]
compile:
  stage: build
  image: ${image.busybox}
  script:
    - mkdir out
    - echo "made in $CI_PIPELINE_ID" > out/file
    - echo "VERSION=7.1" > told.env
  artifacts: {paths: [out], reports: {dotenv: told.env}}
unit:
  stage: test
  image: ${image.bash}
  variables: {GREETING: "it's $CI_JOB_NAME"}
  script:
    - echo "first $GREETING"
    - |
      for each in one two; do
        echo "loop $each"
      done
small:
  stage: test
  image: ${image.nonroot}
  script: [echo small]
parts:
  stage: test
  image: ${image.busybox}
  parallel: {matrix: [{PART: [a, b]}]}
  script: [echo $PART]
`;

describeWithDocker('a shell in a container', () => {
	test('is at the job: its variables, files, artifacts of the newest run and its commands in the history', async () => {
		const {root, write} = aRepository({'.gitlab-ci.yml': pipeline});
		expect((await runProgram(['run', 'compile', '--ui', 'quiet'], {cwd: root})).code).toBe(0);
		write('untracked', 'as it is\n');
		const terminal = startShell(root, 'unit');
		const greeting = await terminal.waitFor(/\(unit\) \/builds\/local\/[^ ]+ [#$] $|\(unit\).*[#$]/);
		expect(greeting.join('\n')).toContain(`shell of unit in ${image.bash}`);
		expect(greeting.join('\n')).toContain('artifacts of compile (run #1)');
		terminal.press('cat untracked out/file; echo "$GREETING $VERSION"\r');
		await terminal.waitFor(/as it is\nmade in 1\nit's unit 7.1\n/);
		terminal.press(`${key.up}${key.up}\r`);
		await terminal.waitFor(/loop one\nloop two\n/);
		terminal.press('exit 7\r');
		await terminal.waitFor(/code 7, terminal as before/);
		await terminal.exit;
		await nothingLeft(root);
	});

	test('gets Ctrl+C, the size of the terminal, and keys at once; Ctrl+D leaves', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const terminal = startShell(root, 'unit');
		await terminal.waitFor(/\(unit\).*#/);
		terminal.press('sleep 300\r');
		await terminal.waitFor(/sleep 300/);
		terminal.press(key.ctrlC);
		await terminal.waitFor(/\^C[\s\S]*\(unit\)/);
		terminal.press('echo $LINES $COLUMNS\r');
		await terminal.waitFor(/\n30 100\n/);
		terminal.resize(80, 24);
		await vi.waitFor(async () => {
			terminal.press('echo $LINES $COLUMNS\r');
			await terminal.waitFor(/\n24 80\n/, 2000);
		}, patient);
		terminal.press('echo ctrl-p\r');
		await terminal.waitFor(/\nctrl-p\n/);
		// The key that detaches from a container in other tools.
		terminal.press('\u0010');
		await terminal.waitFor(/# echo ctrl-p$/m);
		terminal.press('\u0015');
		terminal.press(key.ctrlD);
		await terminal.waitFor(/code 0, terminal as before/);
	});

	test('is sh where there is no bash, of a user who is not root', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const terminal = startShell(root, 'small');
		await terminal.waitFor(/\(small\).*\$/);
		terminal.press('id -un; touch made && echo could write\r');
		await terminal.waitFor(/app\ncould write\n/);
		terminal.press('exit\r');
		await terminal.waitFor(/code 0, terminal as before/);
	});

	test.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('%s ends it and all it has started, and the terminal is as before', async (signal, code) => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const terminal = startShell(root, 'unit');
		await terminal.waitFor(/\(unit\).*#/);
		terminal.press("printf '\\033[?1049h\\033[?25l'; echo $((6*7)) on the other screen; sleep 300\r");
		await terminal.waitFor(/42 on the other screen/);
		expect(terminal.isAlternate()).toBe(true);
		process.kill(await programOf(terminal), signal);
		await terminal.waitFor(new RegExp(`code ${code}, terminal as before`));
		expect(terminal.isAlternate()).toBe(false);
		await nothingLeft(root);
	});

	test('reads commands from a pipe, stdout and stderr apart, and ends as they do', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const command = 'echo "$GREETING"; pwd; echo wrong >&2; exit 3\n';
		const {code, stdout, stderr} = await piped(root, ['unit'], command);
		expect([code, stdout, stderr]).toEqual([3, `it's unit\n/builds/local/${folderOf(root)}\n`, expect.any(String)]);
		expect(stderr).toContain('wrong\n');
		expect(stderr).toContain('no run has left artifacts of "compile"');
		const big = await piped(root, ['unit'], 'head -c 3000000 /dev/zero | tr "\\0" x; exec 1>&2; sleep 600 &\nexit 5\n');
		expect([big.code, big.stdout.length]).toEqual([5, 3_000_000]);
		await nothingLeft(root);
	});

	test('a name that is not there, or of several jobs, or none, is told with what there is', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const said = async (...args: readonly string[]) => {
			const {code, stderr} = await runProgram(['shell', ...args], {cwd: root});
			expect(code).toBe(2);
			return stderr;
		};
		expect(await said('unti')).toContain('JOB_UNKNOWN');
		expect(await said('unti')).toContain('did you mean "unit"?');
		expect(await said('parts')).toContain('JOB_AMBIGUOUS');
		expect(await said('parts')).toContain('"parts: [a]", "parts: [b]"');
		expect(await said()).toContain('"unit"');
		expect((await piped(root, ['parts: [b]'], 'echo "$PART"\n')).stdout).toBe('b\n');
	});
});

test('a shell on this host is in a copy, that is gone afterwards with what was started in it', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': pipeline});
	const terminal = startShell(root, 'unit', '--executor', 'shell');
	const greeting = await terminal.waitFor(/\(unit\).*[#$]/);
	expect(greeting.join('\n')).toContain('shell of unit on this host, without isolation');
	terminal.press('touch mine; sleep 301 & echo "at=$PWD by=$!"; echo "$GREETING"\r');
	const screen = (await terminal.waitFor(/\nat=\/[\s\S]*it's unit\n/)).join('');
	const [, pid = ''] = /at=\/.* ?by=(\d+)/.exec(screen) ?? [];
	expect(Number(pid)).toBeGreaterThan(1);
	terminal.press(key.up);
	terminal.press('\u0015');
	terminal.press('sleep 300\r');
	await terminal.waitFor(/sleep 300/);
	// The shell hands the terminal to the command a moment after it has read the line: a key before that is the shell's, as for a person.
	await vi.waitFor(
		() => {
			const screen = terminal.screen().join('\n');
			if (!/\^C[\s\S]*\(unit\)/.test(screen)) terminal.press(key.ctrlC);
			expect(screen).toMatch(/\^C[\s\S]*\(unit\)/);
		},
		{...patient, interval: 1000},
	);
	terminal.press('exit 9\r');
	await terminal.waitFor(/code 9, terminal as before/);
	expect(await capture('ps', ['-o', 'stat=', '-p', pid])).not.toMatch(/^[^Z]/);
	expect((await runProgram(['report', '--json'], {cwd: root})).stdout.trim()).toBe('[]');
});

test('SIGTERM ends a shell on this host, and the terminal is as before', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': pipeline});
	const terminal = startShell(root, 'unit', '--executor', 'shell');
	await terminal.waitFor(/\(unit\).*[#$]/);
	terminal.press('sleep 300\r');
	await terminal.waitFor(/sleep 300/);
	process.kill(await programOf(terminal), 'SIGTERM');
	await terminal.waitFor(/code 143, terminal as before/);
});

test('on this host too it reads commands from a pipe', async () => {
	const {root} = aRepository({'.gitlab-ci.yml': pipeline});
	const {code, stdout} = await piped(root, ['unit', '--executor', 'shell'], 'echo "$GREETING"; exit 4\n');
	expect([code, stdout]).toEqual([4, "it's unit\n"]);
});

/** The program in a shell that says what it ended with, and whether the settings of the terminal are as they were. */
function startShell(root: string, ...args: readonly string[]): Terminal {
	const script =
		'before=$(stty -g); "$@"; code=$?; [ "$before" = "$(stty -g)" ] && same=before || same=changed; echo "code $code, terminal as $same"';
	return start(args, {
		cwd: root,
		cols: 100,
		rows: 30,
		command: ['/bin/sh', '-c', script, 'sh', process.execPath, builtProgram, 'shell'],
	});
}

/** The process of the program itself, below the shell that `startShell` starts. */
async function programOf({pid}: Terminal): Promise<number> {
	const children = await capture('/bin/sh', ['-c', `cat /proc/${pid}/task/${pid}/children`]);
	return Number(children.trim().split(' ')[0]);
}

async function piped(root: string, args: readonly string[], input: string) {
	const child = spawn(process.execPath, [builtProgram, 'shell', ...args], {cwd: root});
	const [stdout, stderr, code] = await Promise.all([
		textOf(child.stdout),
		textOf(child.stderr),
		new Promise<number | null>(resolve => child.on('exit', resolve)),
		child.stdin.end(input),
	]);
	return {code, stdout, stderr};
}

async function capture(file: string, args: readonly string[]): Promise<string> {
	return await textOf(spawn(file, args).stdout);
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
	let text = '';
	for await (const chunk of stream) {
		text += String(chunk);
	}

	return text;
}

function folderOf(root: string): string {
	return root.slice(root.lastIndexOf('/') + 1);
}

async function nothingLeft(root: string): Promise<void> {
	const filters = {label: [`${repoLabel}=${repoHash(root)}`]};
	await vi.waitFor(async () => {
		expect(await connect().listContainers({all: true, filters})).toEqual([]);
		expect((await connect().listVolumes({filters})).Volumes ?? []).toEqual([]);
	}, patient);
}
