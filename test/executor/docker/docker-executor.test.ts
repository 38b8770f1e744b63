import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import {createDockerExecutor} from '../../../source/executor/docker/docker-executor.js';
import {describeWithDocker} from '../../support/describe-with-docker.js';
import {connect} from '../../support/docker.js';
import {image} from '../../support/images.js';
import {cacheContract} from '../cache-contract.js';
import {executorContract} from '../contract.js';
import {cacheOf, openSession, specOf, type TestSession} from '../run-job.js';

describeWithDocker('with an engine', () => {
	executorContract('the Docker executor', () => createDockerExecutor());
	executorContract('the Docker executor without overlays', () => createDockerExecutor({overlay: false}));
	cacheContract('the Docker executor', () => createDockerExecutor());

	describe('in its images', () => {
		let on: TestSession;

		beforeAll(async () => {
			on = await openSession(createDockerExecutor());
		});

		afterAll(async () => {
			await on.close();
		});

		test('bash runs the script where the image has it, sh elsewhere', async () => {
			const script = ['echo "${BASH_VERSION:+bash}"'];
			expect((await on.run({image: {name: image.bash}, script})).sink.output).toBe('bash\n');
			expect((await on.run({image: {name: image.busybox}, script})).sink.output).toBe('\n');
		});

		test('a pipeline fails with the first of its commands that does', async () => {
			const script = ['(exit 6) | cat'];
			expect((await on.run({image: {name: image.bash}, script})).outcome).toEqual({kind: 'failed', exitCode: 6});
		});

		test("an image's own entrypoint is run", async () => {
			const {outcome, sink} = await on.run({image: {name: image.entrypoint}, script: ['echo script']});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('entrypoint ran\nscript\n');
		});

		test.each([[['']], [[]]])('entrypoint %j clears it', async entrypoint => {
			const {sink} = await on.run({image: {name: image.entrypoint, entrypoint}, script: ['echo script']});
			expect(sink.output).toBe('script\n');
		});

		test('another entrypoint is run instead, also when it does not become the shell', async () => {
			const entrypoint = ['sh', '-c', 'echo "mine $GREETING"; "$@"', 'mine'];
			const job = on.start({
				image: {name: image.entrypoint, entrypoint},
				variables: {GREETING: 'hello'},
				script: ['echo script', 'sleep 600'],
			});
			await job.sink.until(/script/);
			job.stop();
			expect(await job.outcome).toEqual({kind: 'canceled'});
			expect(job.sink.output).toBe('mine hello\nscript\n');
		});

		test('an entrypoint that runs no shell is told from a script that fails', async () => {
			const {outcome} = await on.run({image: {name: image.busybox, entrypoint: ['false']}, script: ['echo never']});
			expect(outcome).toMatchObject({kind: 'errored', error: {code: 'CONTAINER_ENDED'}});
		});

		test("an image's own user can write the project and everything in it", async () => {
			const {outcome, sink} = await on.run({
				image: {name: image.nonroot},
				script: ['id -un', 'echo more >> README; echo x > folder/new; mkdir made; rm folder/run.sh', 'cat README'],
				artifacts: {paths: ['made', 'folder']},
			});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('app\nread me\nmore\n');
		});

		test("an image's own user can write what was cached, and what an artifact lies in, by root's job", async () => {
			const caches = [cacheOf({paths: ['deep/kept']})];
			const script = [
				'umask 077; mkdir -p deep/kept/inner; echo one > deep/kept/inner/file; echo x > kept; chmod +x kept',
			];
			const {artifactFile} = await on.run({
				caches,
				script,
				artifacts: {paths: ['deep/kept/inner/none', 'deep/kept/inner']},
			});
			for (const given of [{caches}, {artifactsIn: [artifactFile]}]) {
				const {outcome} = await on.run({
					...given,
					image: {name: image.nonroot},
					script: ['echo new > deep/new; mkdir deep/made'],
				});
				expect(outcome).toEqual({kind: 'success'});
			}

			const write = ['echo two >> deep/kept/inner/file; echo x > deep/kept/inner/new', 'cat deep/kept/inner/file'];
			const {outcome, sink} = await on.run({caches, image: {name: image.nonroot}, script: write});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('one\ntwo\n');
		});

		test.each([image.busybox, image.bash])('in %s, orphans that have ended do not pile up', async name => {
			const leave = 'for i in 1 2 3 4 5; do (sleep 0.1 &); done';
			const wait = 'while grep -qE "[(]sleep[)] [ZSR]" /proc/[0-9]*/stat 2>/dev/null; do sleep 0.1; done';
			const {outcome, sink} = await on.run({image: {name}, script: [leave, wait, 'echo none left']});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('none left\n');
		});

		test('another user can be asked for, and git trusts the project then', async () => {
			const {sink} = await on.run({
				image: {name: image.bash, user: '1000:1000'},
				script: ['id -u', 'git log --format=%s'],
			});
			expect(sink.output).toBe('1000\nFirst\n');
		});

		test('an image without a shell is an error that says so', async () => {
			const {outcome} = await on.run({image: {name: image.noshell}, script: ['echo never']});
			expect(outcome).toMatchObject({kind: 'errored', error: {code: 'IMAGE_NO_SHELL', message: /no shell/}});
		});

		test('an image that is not there and must not be pulled is an error', async () => {
			const missing = {name: 'ci-tui-test/nowhere:latest', pullPolicy: ['never']} as const;
			const {outcome} = await on.run({image: missing, script: ['echo never']});
			expect(outcome).toMatchObject({kind: 'errored', error: {code: 'IMAGE_NOT_FOUND'}});
		});

		test('a registry that cannot be reached is an error', async () => {
			const {outcome} = await on.run({image: {name: 'localhost:1/nothing:latest'}, script: ['echo never']});
			expect(outcome).toMatchObject({kind: 'errored', error: {code: 'IMAGE_PULL_FAILED'}});
		});

		test('a masked value is in the environment of the job and not in the configuration of its container', async () => {
			const masked = await openSession(createDockerExecutor(), {masked: ['s3cret']});
			const variables = {TOKEN: 'a s3cret', PLAIN: 'seen'};
			const job = masked.start({variables, script: ['echo "$TOKEN"', 'sleep 600']});
			await job.sink.until(/a s3cret/);
			const [container] = await containersOf(masked.runId);
			const {Config} = await connect()
				.getContainer(container?.Id ?? '')
				.inspect();
			expect(JSON.stringify(Config)).not.toContain('s3cret');
			expect(Config.Env).toContain('PLAIN=seen');
			job.stop();
			await job.outcome;
			await masked.close();
		});

		test('a job that is killed for its memory says so, whatever its exit code', async () => {
			const limited = await openSession(createDockerExecutor({memory: 32 * 2 ** 20}));
			const {outcome} = await limited.run({script: ['tail /dev/zero || true']});
			expect(outcome).toEqual({kind: 'out-of-memory', exitCode: 0});
			await limited.close();
		});

		test('a container that somebody removes in the middle of a job is an error, not a failure', async () => {
			const job = on.start({script: ['echo started', 'sleep 600']});
			await job.sink.until(/started/);
			const [container] = await containersOf(on.runId);
			await connect()
				.getContainer(container?.Id ?? '')
				.remove({force: true});
			expect((await job.outcome).kind).toBe('errored');
		});

		test('a container made ahead of need runs its job as any other', async () => {
			const artifact = await on.run({script: ['echo x > made'], artifacts: {paths: ['made']}});
			const spec = specOf({script: ['echo "$NAME"; cat made README'], variables: {NAME: 'ahead'}}, on.root);
			on.session.prepare?.(spec);
			const {outcome, sink} = await on.run({...spec, script: spec.scripts.main, artifactsIn: [artifact.artifactFile]});
			expect(outcome).toEqual({kind: 'success'});
			expect(sink.output).toBe('ahead\nx\nread me\n');
		});
	});

	describe('on the engine', () => {
		test('everything of a run has its labels, and is gone once the session is closed', async () => {
			const on = await openSession(createDockerExecutor());
			const job = on.start({job: 'compile: [a]', attempt: 2, script: ['echo started', 'sleep 600']});
			on.session.prepare?.(specOf({script: ['true']}, on.root));
			await job.sink.until(/started/);
			const labels = {'ci-tui.run': on.runId, 'ci-tui.repo': expect.any(String), 'ci-tui.owner': expect.any(String)};
			expect(await containersOf(on.runId)).toContainEqual(
				expect.objectContaining({
					Labels: expect.objectContaining({...labels, 'ci-tui.job': 'compile: [a]', 'ci-tui.attempt': '2'}),
				}),
			);
			for (const volume of await volumesOf(on.runId)) {
				expect(volume.Labels).toMatchObject(labels);
			}

			job.stop();
			await job.outcome;
			await on.close();
			expect(await containersOf(on.runId)).toEqual([]);
			expect(await volumesOf(on.runId)).toEqual([]);
		});

		test('nothing of a canceled job is there any more when it has ended', async () => {
			const on = await openSession(createDockerExecutor());
			const job = on.start({script: ['(trap "" TERM HUP; sleep 600) & echo started; sleep 600'], graceMs: 200});
			await job.sink.until(/started/);
			job.stop();
			await job.outcome;
			expect(await containersOf(on.runId)).toEqual([]);
			await on.close();
		});
	});

	describe('with no engine at its address', () => {
		afterEach(() => {
			vi.unstubAllEnvs();
		});

		test.each([
			['unix:///nowhere/docker.sock', 'ENGINE_UNREACHABLE', '/nowhere/docker.sock'],
			['tcp://127.0.0.1:1', 'ENGINE_UNREACHABLE', '127.0.0.1:1'],
			['what is this', 'ENGINE_ADDRESS', 'what is this'],
		])('%s: says so, and what to do', async (host, code, place) => {
			vi.stubEnv('DOCKER_HOST', host);
			const opened = openSession(createDockerExecutor());
			await expect(opened).rejects.toMatchObject({code, exitCode: 3, hint: expect.any(String)});
			await expect(opened).rejects.toThrow(place);
		});
	});
});

async function containersOf(runId: string) {
	return await connect().listContainers({all: true, filters: {label: [`ci-tui.run=${runId}`]}});
}

async function volumesOf(runId: string) {
	const {Volumes} = await connect().listVolumes({filters: {label: [`ci-tui.run=${runId}`]}});
	return Volumes ?? [];
}
