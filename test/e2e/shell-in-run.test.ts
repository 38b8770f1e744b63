import {expect, test} from 'vitest';
import {repoHash, repoLabel} from '../../source/executor/docker/labels.js';
import {describeWithDocker} from '../support/describe-with-docker.js';
import {connect} from '../support/docker.js';
import {image} from '../support/images.js';
import {key, start} from '../support/pty.js';
import {aRepository} from '../support/repository.js';

const pipeline = `
broken:
  image: ${image.bash}
  script:
    - echo done > result
    - test "$(cat result)" = right
    - echo never
`;

describeWithDocker('s in the terminal UI', () => {
	test('opens a shell where the job failed, the failing command in its history, and comes back', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const terminal = start(['run', '--executor', 'docker'], {cwd: root, cols: 100, rows: 30});
		await terminal.waitFor(/exit 1 in command 2 of 3/);
		terminal.press('s');
		const greeting = (await terminal.waitFor(/\(broken\) .*# $|\(broken\) .*#/)).join('\n');
		expect(terminal.isAlternate()).toBe(false);
		expect(greeting).toContain(`shell of broken, attempt 1 in ${image.bash}: as the job left it`);
		expect(greeting).toContain('exit 1 in: test "$(cat result)" = right');
		terminal.press(key.up);
		await terminal.waitFor(/# test "\$\(cat result\)" = right/);
		terminal.press('\u0015cat result; pwd\r');
		await terminal.waitFor(/\ndone\n\/builds\//);
		terminal.press('exit\r');
		await terminal.waitFor(/exit 1 in command 2 of 3/);
		expect(terminal.isAlternate()).toBe(true);
		terminal.press('q');
		expect((await terminal.exit).exitCode).toBe(1);
		expect(terminal.isAlternate()).toBe(false);
		await nothingLeft(root);
	});

	test('SIGTERM while such a shell is open ends the shell, the screen takes keys again, and no container is left', async () => {
		const {root} = aRepository({'.gitlab-ci.yml': pipeline});
		const terminal = start(['run', '--executor', 'docker'], {cwd: root, cols: 100, rows: 30});
		await terminal.waitFor(/exit 1 in command 2 of 3/);
		terminal.press('s');
		await terminal.waitFor(/\(broken\) .*#/);
		terminal.press('sleep 600\r');
		// Keys that the shell has not read are the screen's: an s among them would open another.
		await terminal.waitFor(/# sleep 600/);
		process.kill(terminal.pid, 'SIGTERM');
		await terminal.waitFor(/why it failed/);
		expect(terminal.isAlternate()).toBe(true);
		terminal.press('q');
		await terminal.exit;
		await nothingLeft(root);
	});
});

async function nothingLeft(root: string): Promise<void> {
	const filters = {label: [`${repoLabel}=${repoHash(root)}`]};
	expect(await connect().listContainers({all: true, filters})).toEqual([]);
	expect((await connect().listVolumes({filters})).Volumes ?? []).toEqual([]);
}
