import {randomUUID} from 'node:crypto';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createDockerExecutor} from '../../../source/executor/docker/docker-executor.js';
import {untilSeenInside} from '../../../source/executor/docker/listening.js';
import {Removal} from '../../../source/executor/docker/removal.js';
import {nameServices} from '../../../source/executor/docker/service-names.js';
import type {PlannedService} from '../../../source/model/plan.js';
import {describeWithDocker} from '../../support/describe-with-docker.js';
import {connect} from '../../support/docker.js';
import {image} from '../../support/images.js';
import {cacheOf, openSession, specOf, type TestSession} from '../run-job.js';

describeWithDocker('services', () => {
	let on: TestSession;

	beforeAll(async () => {
		on = await openSession(createDockerExecutor());
	});

	afterAll(async () => {
		await on.close();
	});

	test('a job reaches its service by each of its names, once it answers', async () => {
		const names = ['ci-tui-test__service', 'ci-tui-test-service', 'web', 'second-name'];
		const services = [aService({aliases: names, variables: {NAME: 'web $HOME', DELAY: '1'}})];
		const {outcome, sink} = await on.run({services, script: names.map(name => `wget -qO- http://${name}:8080/`)});
		expect(outcome).toEqual({kind: 'success'});
		expect(sink.output).toBe('hello from web $HOME\n'.repeat(4));
		expect(sink.notices).toEqual([`info: Starting service ${image.service} (${names.join(', ')})`]);
		expect(sink.phases).toEqual(['preparing', 'running']);
	});

	test('a service has the variables of the job, its own over them, and the project where the job has it', async () => {
		const command = ['sh', '-c', 'env >/tmp/env; cp "$CI_PROJECT_DIR/README" /tmp/readme; httpd -f -p 8080 -h /tmp'];
		const services = [aService({command, variables: {BOTH: 'service', OWN: 'own'}})];
		const {sink} = await on.run({
			services,
			variables: {BOTH: 'job', GIVEN: 'by the job'},
			script: [
				'wget -qO- http://service:8080/env | grep -E "^(BOTH|OWN|GIVEN)=" | sort; wget -qO- http://service:8080/readme',
			],
		});
		expect(sink.output).toBe('BOTH=service\nGIVEN=by the job\nOWN=own\nread me\n');
	});

	test('an image without a shell serves, and the job has the name build', async () => {
		const back = aService({
			image: {name: image.busybox},
			aliases: ['back'],
			command: ['sh', '-c', 'while ! nc -w 1 build 7000 </dev/null; do sleep 0.1; done'],
		});
		const {outcome, sink} = await on.run({
			services: [aService({image: {name: image.server}, aliases: ['server']}), back],
			script: ['wget -qO- http://server:8080/', 'echo reached | nc -l -p 7000'],
		});
		expect(outcome).toEqual({kind: 'success'});
		expect(sink.output).toBe('hello\n');
	});

	test('entrypoint, user and command are those of the service', async () => {
		const service = aService({
			image: {name: image.entrypoint, entrypoint: ['sh', '-c'], user: '1000:1000', platform: 'linux/amd64'},
			command: ['id -u >/tmp/id; exec httpd -f -p 8080 -h /tmp'],
			variables: {HEALTHCHECK_TCP_PORT: '8080'},
		});
		const {sink} = await on.run({services: [service], script: ['wget -qO- http://service:8080/id']});
		expect(sink.output).toBe('1000\n');
	});

	test('two jobs with services of one name share nothing', async () => {
		const start = (name: string) =>
			on.start({
				services: [aService({variables: {NAME: name}})],
				script: ['wget -qO- http://service:8080/', 'echo ready', 'sleep 600'],
			});
		const [one, two] = [start('one'), start('two')];
		await Promise.all([one.sink.until(/ready/), two.sink.until(/ready/)]);
		expect([one.sink.output, two.sink.output]).toEqual(['hello from one\nready\n', 'hello from two\nready\n']);
		one.stop();
		two.stop();
		await Promise.all([one.outcome, two.outcome]);
	});

	test('of two services that want one name the first has it, and one that has none left is not started', async () => {
		const services = [
			aService({variables: {NAME: 'first'}}),
			aService({aliases: ['service', 'other'], variables: {NAME: 'second'}}),
			aService(),
		];
		const {sink} = await on.run({services, script: ['wget -qO- http://service:8080/', 'wget -qO- http://other:8080/']});
		expect(sink.output).toBe('hello from first\nhello from second\n');
		expect(sink.notices).toContainEqual(
			expect.stringMatching(/^warning: There is a service of the name of .* already/),
		);
	});

	test('a service that does not answer in its time is told with its last lines, and the job begins', async () => {
		const services = [aService({variables: {DELAY: '600'}})];
		const {outcome, sink} = await on.run({
			services,
			variables: {WAIT_FOR_SERVICE_TIMEOUT: '1'},
			script: ['echo begun'],
		});
		expect(outcome).toEqual({kind: 'success'});
		expect(sink.output).toBe('begun\n');
		expect(sink.notices.slice(1)).toEqual([
			`warning: The service ${image.service} does not answer after 1 s: the job begins all the same`,
			`warning: [${image.service}] starting`,
		]);
	});

	test('a service that exposes nothing is not waited for', async () => {
		const services = [aService({image: {name: image.busybox}, command: ['sleep', '600']})];
		const {sink} = await on.run({services, script: ['true']});
		expect(sink.notices).toHaveLength(1);
	});

	test('a service that ends before the job is told with its exit code and its last lines, none after the job', async () => {
		const command = ['sh', '-c', 'for i in $(seq 30); do echo line $i; done; echo why; exit 3'];
		const job = on.start({services: [aService({command})], script: ['while [ ! -e told ]; do sleep 0.1; done']});
		await job.sink.untilNotice(/why/);
		job.stop();
		await job.outcome;
		expect(job.sink.notices.slice(1, 3)).toEqual([
			`warning: The service ${image.service} has ended before the job (exit code 3)`,
			`warning: [${image.service}] line 12`,
		]);
		expect(job.sink.notices.at(-1)).toBe(`warning: [${image.service}] why`);
		expect(job.sink.notices).toHaveLength(22);
	});

	test('what a service writes is shown when the job asks for it', async () => {
		const services = [aService()];
		const {sink} = await on.run({services, variables: {CI_DEBUG_SERVICES: 'true'}, script: ['true']});
		expect(sink.notices).toContain(`info: [${image.service}] serving`);
	});

	test('caches, artifacts and services go together', async () => {
		const caches = [cacheOf()];
		await on.run({caches, script: ['mkdir kept; echo cached > kept/file']});
		const {artifactFile} = await on.run({script: ['echo made > made'], artifacts: {paths: ['made']}});
		const script = ['wget -qO- http://service:8080/ && cat kept/file made'];
		const {sink} = await on.run({services: [aService()], caches, artifactsIn: [artifactFile], script});
		expect(sink.output).toBe('hello from \ncached\nmade\n');
	});

	test.each([
		[{name: 'ci-tui-test/nowhere:latest', pullPolicy: ['never']} as const, 'IMAGE_NOT_FOUND', /ci-tui-test\/nowhere/],
		[{name: 'localhost:1/nothing:latest'}, 'IMAGE_PULL_FAILED', /localhost:1/],
		[{name: image.service, entrypoint: ['/nowhere']}, 'ENGINE_REFUSED', /start the service ci-tui-test\/service/],
	])('a job whose service cannot be had is errored: %j', async (wanted, code, message) => {
		const services = [aService(), aService({image: wanted, aliases: ['other']})];
		const {outcome, sink} = await on.run({services, script: ['echo never']});
		expect(outcome).toMatchObject({kind: 'errored', error: {code, message: expect.stringMatching(message)}});
		expect(sink.output).toBe('');
	});

	test('of a job that is stopped, also while its services are waited for, nothing is left', async () => {
		const waiting = on.start({job: 'waiting', services: [aService({variables: {DELAY: '600'}})], script: ['true']});
		await waiting.sink.untilNotice(/Starting/);
		const running = on.start({job: 'running', services: [aService()], script: ['echo started', 'sleep 600']});
		await running.sink.until(/started/);
		waiting.stop();
		running.stop();
		expect(await Promise.all([waiting.outcome, running.outcome])).toEqual([{kind: 'canceled'}, {kind: 'canceled'}]);
		expect(await leftOf(on.runId, 'ci-tui.job=waiting')).toEqual([]);
		expect(await leftOf(on.runId, 'ci-tui.job=running')).toEqual([]);
	});

	test('a job made ahead has its services when it runs, and everything has its labels until it is gone', async () => {
		const own = await openSession(createDockerExecutor());
		const spec = specOf(
			{services: [aService()], script: ['wget -qO- http://service:8080/', 'echo ready', 'sleep 600']},
			on.root,
		);
		own.session.prepare?.(spec);
		expect(await leftOf(own.runId, 'ci-tui.service')).toEqual([]);
		const job = own.start({...spec, script: spec.scripts.main});
		await job.sink.until(/hello.*ready/s);
		expect(await leftOf(own.runId, 'ci-tui.service')).toEqual([image.service]);
		expect(await networksOf(own.runId)).toHaveLength(1);
		job.stop();
		await job.outcome;
		await own.close();
		expect(await leftOf(own.runId, 'ci-tui.run')).toEqual([]);
		expect(await networksOf(own.runId)).toEqual([]);
	});

	test('without overlays services work too', async () => {
		const copies = await openSession(createDockerExecutor({overlay: false}));
		const {sink} = await copies.run({services: [aService()], script: ['wget -qO- http://service:8080/']});
		await copies.close();
		expect(sink.output).toBe('hello from \n');
	});

	test('a jobs without services is in no network of its own', async () => {
		const own = await openSession(createDockerExecutor());
		await own.run({services: [], script: ['true']});
		expect(await networksOf(own.runId)).toEqual([]);
		await own.close();
	});

	describe('seen from inside, where this host does not reach them', () => {
		test.each([
			['0.0.0.0', 'on all addresses', true],
			['127.0.0.1', 'on its own alone', false],
		])('a service that listens at %s, %s: answers %s', async (host, _, answers) => {
			const docker = connect();
			const container = await docker.createContainer({
				Image: image.busybox,
				Cmd: ['httpd', '-f', '-p', `${host}:8080`],
				Labels: {'ci-tui-test': randomUUID()},
			});
			await container.start();
			const removal = new Removal();
			try {
				const request = {
					docker,
					removal,
					labels: {'ci-tui-test': 'watcher'},
					container: container.id,
					address: '',
					network: '',
					ports: [80, 8080],
					image: image.nonroot,
				};
				const seen = untilSeenInside(request, AbortSignal.timeout(answers ? 60_000 : 2000));
				await (answers ? seen : expect(seen).rejects.toThrow());
			} finally {
				await removal.close();
				await container.remove({force: true});
			}
		});
	});
});

test('names go to the first who wants them', () => {
	const wanting = (...aliases: readonly string[]) => ({service: {aliases}});
	expect(nameServices([wanting('a', 'b'), wanting('b', 'c'), wanting('a')])).toEqual({
		named: [
			{...wanting('a', 'b'), names: ['a', 'b']},
			{...wanting('b', 'c'), names: ['c']},
		],
		leftOut: [wanting('a')],
	});
});

function aService(service: Partial<PlannedService> = {}): PlannedService {
	return {image: {name: image.service}, aliases: ['service'], variables: {}, ...service};
}

/** What the label says of each container of the run that has it. */
async function leftOf(runId: string, label: string): Promise<readonly (string | undefined)[]> {
	const found = await connect().listContainers({all: true, filters: {label: [`ci-tui.run=${runId}`, label]}});
	return found.map(({Labels}) => Labels[label]);
}

async function networksOf(runId: string) {
	return await connect().listNetworks({filters: {label: [`ci-tui.run=${runId}`]}});
}
