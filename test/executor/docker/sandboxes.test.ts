import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createDockerExecutor} from '../../../source/executor/docker/docker-executor.js';
import {describeWithDocker} from '../../support/describe-with-docker.js';
import {connect} from '../../support/docker.js';
import {openSession, specOf, type TestSession} from '../run-job.js';

describeWithDocker('in a run of many jobs', () => {
	describe('networks', () => {
		let on: TestSession;

		beforeAll(async () => {
			on = await openSession(createDockerExecutor(), {jobs: 30});
		});

		afterAll(async () => {
			await on.close();
			expect(await sandboxesOf(on.runId)).toEqual([]);
		});

		test('a job finds the network of the one before as new', async () => {
			const first = await on.run({
				script: [
					'hostname',
					'nc -l -p 8080 >/dev/null &',
					'until netstat -ltn | grep -q :8080; do :; done',
					'echo 10.0.0.1 leaked | tee -a /etc/hosts >>/etc/resolv.conf',
				],
			});
			const second = await on.run({
				script: ['hostname', '! netstat -ltn | grep :8080', '! grep leaked /etc/hosts /etc/resolv.conf'],
			});
			expect([first.outcome, second.outcome]).toEqual([{kind: 'success'}, {kind: 'success'}]);
			expect(second.sink.output).toBe(first.sink.output);
		});

		test('jobs that run at once have networks of their own, whatever was expected of them', async () => {
			const job = on.start({script: ['hostname', 'sleep 600']});
			await job.sink.until(/\n/);
			const [sandbox] = await sandboxesOf(on.runId);
			const first = specOf({script: ['hostname']}, on.root);
			const second = specOf({script: ['hostname', 'sleep 600']}, on.root);
			on.session.prepare?.(first, ['no such attempt']);
			on.session.prepare?.(second, [first.id]);
			const other = on.start({...second, script: second.scripts.main});
			await other.sink.until(/\n/);
			const third = await on.run({...first, script: first.scripts.main});
			expect(third.outcome).toEqual({kind: 'success'});
			expect(new Set([job.sink.output, other.sink.output, third.sink.output]).size).toBe(3);
			expect(sandbox).toBeDefined();
			for (const one of [job, other]) {
				one.kill();
				one.stop();
				await one.outcome;
			}
		});

		test('a network that somebody took away costs no job', async () => {
			await on.run({script: ['true']});
			for (const {Id} of await sandboxesOf(on.runId)) {
				await connect().getContainer(Id).remove({force: true});
			}

			expect((await on.run({script: ['true']})).outcome).toEqual({kind: 'success'});
		});
	});

	test('a network is removed once no job is left to come', async () => {
		const on = await openSession(createDockerExecutor(), {jobs: 3});
		await on.run({script: ['true']});
		expect(await sandboxesOf(on.runId)).toHaveLength(1);
		await on.run({script: ['true']});
		await on.run({script: ['true']});
		await expect.poll(() => sandboxesOf(on.runId), {timeout: 60_000}).toEqual([]);
		await on.close();
	});

	test('one job gets no more than its own container', async () => {
		const on = await openSession(createDockerExecutor(), {jobs: 1});
		const job = on.start({script: ['echo started', 'sleep 600']});
		await job.sink.until(/started/);
		expect(await sandboxesOf(on.runId)).toEqual([]);
		job.kill();
		job.stop();
		await job.outcome;
		await on.close();
	});
});

async function sandboxesOf(runId: string) {
	return await connect().listContainers({all: true, filters: {label: [`ci-tui.run=${runId}`, 'ci-tui.sandbox']}});
}
