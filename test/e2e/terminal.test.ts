import {expect, test, vi} from 'vitest';
import {repoHash, repoLabel} from '../../source/executor/docker/labels.js';
import {describeWithDocker} from '../support/describe-with-docker.js';
import {connect} from '../support/docker.js';
import {image} from '../support/images.js';
import {key, start, type Terminal} from '../support/pty.js';
import {aRepository} from '../support/repository.js';

const patient = {timeout: 60_000, interval: 50};

const pipeline = `
stages: [build, test, ship]
compile:
  stage: build
  script: [echo compiled]
broken:
  stage: test
  needs: [compile]
  script:
    - echo looking at the marker
    - test "$CI_TUI_ATTEMPT" = 2
endless:
  stage: test
  needs: []
  script:
    - n=0; while true; do n=$((n + 1)); echo "tick $n"; sleep 0.2; done
publish:
  stage: ship
  needs: [broken]
  script: [echo published]
`;

describeWithDocker('the terminal UI, with jobs in real containers', () => {
	test('shows what failed without a key, watches a log grow, cancels, retries, resizes and quits', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const terminal = startRun(root);
		const failed = await terminal.waitFor(/why it failed[\s\S]*exit 1 in command 2 of 2/);
		expect(terminal.isAlternate()).toBe(true);
		expect(selectedRow(failed)).toContain('broken');
		expect(failed.join('\n')).toContain('skipped: broken failed');

		terminal.press('/endless\r');
		await terminal.waitFor(screen => !screen.join('\n').includes('compile'));
		terminal.press('j');
		await terminal.waitFor(screen => selectedRow(screen).includes('endless') && lastTick(screen) > 0);
		const before = lastTick(terminal.screen());
		await terminal.waitFor(screen => lastTick(screen) > before + 3);
		expect(await runningJobs(root)).toContain('endless');

		terminal.press('x');
		await terminal.waitFor(/endless.*canceled/);
		await vi.waitFor(async () => expect(await runningJobs(root)).not.toContain('endless'), patient);

		terminal.press(key.escape);
		await terminal.waitFor(/compile/);
		terminal.press('e');
		await terminal.waitFor(screen => selectedRow(screen).includes('broken'));
		terminal.press('r');
		await terminal.waitFor(/publish/);
		terminal.press(key.enter);
		await terminal.waitFor(/✔ publish/);
		expect(terminal.screen().join('\n')).toMatch(/✔ broken.*↻2/);

		terminal.resize(60, 20);
		await terminal.waitFor(screen => screen.slice(0, 20).some(line => /\? help$/.test(line.slice(0, 60).trimEnd())));

		terminal.press('q');
		const {exitCode} = await terminal.exit;
		expect(exitCode).toBe(130);
		expect(await allContainers(root)).toEqual([]);
		expect(terminal.isAlternate()).toBe(false);
		expect(terminal.screen().join('\n')).toContain('.ci-tui/runs/1');
		expect(terminal.raw()).not.toMatch(new RegExp(`${String.fromCodePoint(0x1b)}\\[[23]J`));
	});

	test('Ctrl+C asks, then cancels; the containers are gone and the terminal is as it was', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const terminal = startRun(root);
		await terminal.waitFor(/why it failed/);
		await vi.waitFor(async () => expect(await runningJobs(root)).toContain('endless'), patient);
		terminal.press(key.ctrlC);
		await terminal.waitFor(/[Cc]ancel/);
		terminal.press(key.ctrlC);
		await terminal.waitFor(/CANCELED|FAILED|canceled/);
		await vi.waitFor(async () => expect(await runningJobs(root)).not.toContain('endless'), patient);
		terminal.press('q');
		expect((await terminal.exit).exitCode).toBe(130);
		expect(terminal.isAlternate()).toBe(false);
		expect(await allContainers(root)).toEqual([]);
	});

	test('without arguments it shows the plan and past runs, and runs with one key', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': 'hello: {script: [echo good morning]}'});
		const terminal = start(['--executor', 'docker', '--default-image', image.busybox], {
			cwd: root,
			cols: 100,
			rows: 30,
		});
		await terminal.waitFor(/hello/);
		terminal.press('r');
		await terminal.waitFor(/good morning/);
		await terminal.waitFor(/PASSED/);
		terminal.press('q');
		const home = await terminal.waitFor(/#1/);
		expect(home.join('\n')).toMatch(/passed/);
		terminal.press('q');
		expect((await terminal.exit).exitCode).toBe(0);
	});
});

function startRun(root: string): Terminal {
	return start(['run', '--executor', 'docker', '--default-image', image.busybox], {cwd: root, cols: 100, rows: 30});
}

function selectedRow(screen: readonly string[]): string {
	return screen.find(line => line.includes('❯')) ?? '';
}

function lastTick(screen: readonly string[]): number {
	return Math.max(0, ...[...screen.join('\n').matchAll(/tick (\d+)/g)].map(match => Number(match[1])));
}

/** Names of the jobs of this repository whose containers run: a script, or, kept after a failure, nothing. */
async function runningJobs(root: string): Promise<readonly string[]> {
	return (await allContainers(root)).filter(container => container.state === 'running').map(container => container.job);
}

async function allContainers(root: string): Promise<readonly {job: string; state: string}[]> {
	const filters = {label: ['ci-tui.job', `${repoLabel}=${repoHash(root)}`]};
	const containers = await connect().listContainers({all: true, filters});
	return containers.map(({Labels, State}) => ({job: Labels['ci-tui.job'] ?? '', state: State}));
}
