import {randomUUID} from 'node:crypto';
import {hostname} from 'node:os';
import {expect, test} from 'vitest';
import {repoHash, runLabels} from '../../../source/executor/docker/labels.js';
import {sweep, sweptText} from '../../../source/executor/docker/sweep.js';
import {describeWithDocker} from '../../support/describe-with-docker.js';
import {connect} from '../../support/docker.js';
import {image} from '../../support/images.js';

describeWithDocker('sweeping', () => {
	const docker = connect();

	test('what a dead process left is removed, what a living one or another host has is not', async () => {
		const root = `/somewhere/${randomUUID()}`;
		const own = await runLabels(randomUUID(), root);
		const left = await leave({...own, 'ci-tui.owner': `${hostname()}/4194303/1`});
		const reused = await leave({...own, 'ci-tui.owner': `${hostname()}/${process.pid}/1`});
		const alive = await leave(own);
		const elsewhere = await leave({...own, 'ci-tui.owner': 'another-host/4194303/1'});
		const swept = await sweep(docker, {root});
		expect(swept).toEqual({containers: 2, volumes: 2, networks: 2});
		expect(sweptText(swept)).toEqual(['2 containers', '2 volumes', '2 networks']);
		expect(await exist(left, reused, alive, elsewhere)).toEqual([false, false, true, true]);
		expect(repoHash(root)).toBe(own['ci-tui.repo']);

		const run = own['ci-tui.run'] ?? '';
		expect(await sweep(docker, {runs: [run]})).toEqual({containers: 2, volumes: 2, networks: 2});
		expect(await exist(alive, elsewhere)).toEqual([false, false]);
		expect(await sweep(docker, {runs: [run]})).toEqual({containers: 0, volumes: 0, networks: 0});
	});

	async function leave(labels: Readonly<Record<string, string>>): Promise<string> {
		const name = `ci-tui-test-${randomUUID()}`;
		await docker.createVolume({Name: name, Labels: {...labels}});
		await docker.createNetwork({Name: name, Labels: {...labels}});
		const HostConfig = {Binds: [`${name}:/volume`]};
		const options = {name, Image: image.busybox, Cmd: ['sleep', '600'], Labels: {...labels}, HostConfig};
		const container = await docker.createContainer(options);
		await container.start();
		return name;
	}

	async function exist(...names: readonly string[]): Promise<readonly boolean[]> {
		return await Promise.all(
			names.map(async name => {
				const found = await Promise.allSettled([
					docker.getContainer(name).inspect(),
					docker.getVolume(name).inspect(),
					docker.getNetwork(name).inspect(),
				]);
				return found.some(({status}) => status === 'fulfilled');
			}),
		);
	}
});
