import {afterEach, expect, test, vi} from 'vitest';
import {createDockerExecutor} from '../../../source/executor/docker/docker-executor.js';
import {sweep} from '../../../source/executor/docker/sweep.js';
import {describeWithDocker} from '../../support/describe-with-docker.js';
import {connect} from '../../support/docker.js';
import {openSession} from '../run-job.js';
import {startEngineProxy} from './engine-proxy.js';

const engine = process.env.DOCKER_HOST?.replace(/^unix:\/\//, '') ?? '/var/run/docker.sock';

describeWithDocker('an engine that goes away', () => {
	afterEach(() => {
		vi.unstubAllEnvs();
	});

	test.runIf(engine.startsWith('/'))(
		'ends its jobs as errors that say so, and what they left is removed once it is back',
		async () => {
			const proxy = await startEngineProxy(engine);
			vi.stubEnv('DOCKER_HOST', proxy.address);
			const on = await openSession(createDockerExecutor());
			vi.unstubAllEnvs();
			const job = on.start({script: ['echo started', 'sleep 600'], after: ['echo never']});
			await job.sink.until(/started/);
			proxy.cut();
			expect(await job.outcome).toMatchObject({kind: 'errored', error: {code: 'ENGINE_LOST', exitCode: 3}});
			const next = await on.run({script: ['echo never']});
			expect(next.outcome).toMatchObject({kind: 'errored', error: {code: 'ENGINE_LOST'}});
			await proxy.mend();
			await on.close();
			proxy.cut();
			const filters = {label: [`ci-tui.run=${on.runId}`]};
			expect(await connect().listContainers({all: true, filters})).toEqual([]);
			expect((await connect().listVolumes({filters})).Volumes ?? []).toEqual([]);
		},
	);

	test.runIf(engine.startsWith('/'))('lets nothing hang when it is gone for good', async () => {
		const proxy = await startEngineProxy(engine);
		vi.stubEnv('DOCKER_HOST', proxy.address);
		const on = await openSession(createDockerExecutor());
		vi.unstubAllEnvs();
		const job = on.start({script: ['echo started', 'sleep 600']});
		await job.sink.until(/started/);
		proxy.cut();
		job.stop();
		expect(['canceled', 'errored']).toContain((await job.outcome).kind);
		await on.close();
		expect(await sweep(connect(), {runs: [on.runId]})).toMatchObject({containers: 1});
	});
});
