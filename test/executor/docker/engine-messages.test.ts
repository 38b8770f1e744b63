import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest';
import type {CiError} from '../../../source/errors.js';
import {createDockerExecutor} from '../../../source/executor/docker/docker-executor.js';
import {engineError, failureOf} from '../../../source/executor/docker/engine-error.js';
import {pullError} from '../../../source/executor/docker/pull-error.js';
import {explainUnreachable} from '../../../source/executor/docker/unreachable.js';
import type {Image} from '../../../source/model/plan.js';
import {describeWithDocker} from '../../support/describe-with-docker.js';
import {connect} from '../../support/docker.js';
import {image} from '../../support/images.js';
import {busyboxRoot} from '../../support/root-files.js';
import {temporaryFolder, write} from '../../workspace/project.js';
import {openSession, type TestSession} from '../run-job.js';
import {type Registry, startRegistry} from './registry.js';

const isHere = !/^(?:tcp|ssh|https?):/.test(process.env.DOCKER_HOST ?? '');

describeWithDocker('what an engine refuses is told in words of ours, its own in the details', () => {
	let on: TestSession;
	let open: Registry;
	let locked: Registry;

	beforeAll(async () => {
		const entries = await busyboxRoot();
		open = await startRegistry(entries);
		locked = await startRegistry(entries, 'me:s3cret');
	});

	afterAll(async () => {
		await open.close();
		await locked.close();
	});

	beforeEach(async () => {
		on = await openSession(createDockerExecutor());
		vi.stubEnv('DOCKER_CONFIG', temporaryFolder());
	});

	afterEach(async () => {
		vi.unstubAllEnvs();
		await on.close();
	});

	const refused = async (image: Image): Promise<Pick<CiError, 'code' | 'message' | 'hint' | 'detail'>> => {
		const {outcome} = await on.run({image, script: ['echo never']});
		if (outcome.kind !== 'errored') throw new Error(`the job ended as ${outcome.kind}`);
		const {code, message, hint, detail} = outcome.error;
		expect(`${message} ${hint} ${detail}`).not.toContain('HTTP code');
		return {code, message, hint, detail};
	};

	test('a registry that is not there', async () => {
		expect(await refused({name: 'localhost:1/group/name:2'})).toEqual({
			code: 'IMAGE_PULL_FAILED',
			message: 'cannot pull localhost:1/group/name:2: localhost:1 could not be reached.',
			hint: expect.stringContaining('online'),
			detail: expect.stringMatching(/dial tcp .*connection refused/),
		});
		expect((await refused({name: 'no-such-host.invalid/name:2'})).message).toBe(
			'cannot pull no-such-host.invalid/name:2: no-such-host.invalid could not be reached.',
		);
	});

	test.runIf(isHere)('a tag that a registry does not have', async () => {
		const {code, message, hint} = await refused({name: `${open.host}/image:nope`});
		expect([code, message]).toEqual(['IMAGE_NOT_FOUND', `there is no tag "nope" of ${open.host}/image.`]);
		expect(hint).toContain('Check the tag');
	});

	test.runIf(isHere)('a registry that wants a password, or another one', async () => {
		const name = `${locked.host}/image:latest`;
		expect(await refused({name})).toMatchObject({
			code: 'REGISTRY_AUTH',
			message: `cannot pull ${name}: ${locked.host} wants a password.`,
			hint: `docker login ${locked.host}`,
		});
		const folder = temporaryFolder();
		const auth = Buffer.from('me:wrong').toString('base64');
		write(folder, {'config.json': JSON.stringify({auths: {[locked.host]: {auth}}})});
		vi.stubEnv('DOCKER_CONFIG', folder);
		expect((await refused({name})).message).toBe(
			`cannot pull ${name}: ${locked.host} does not accept the password it was given.`,
		);
	});

	test.each([
		['two words', 'IMAGE_NAME', '"two words" is no name of an image.'],
		['group/$NAME:1', 'IMAGE_NAME', '"group/$NAME:1" is no name of an image.'],
		['Group/Name:1', 'IMAGE_NAME', '"Group/Name:1" is no name of an image.'],
		['a--/b', 'IMAGE_NAME', 'cannot look for the image a--/b: this is no name of an image.'],
	])('a name that is none: %s', async (name, code, message) => {
		expect(await refused({name})).toMatchObject({code, message});
	});

	test('a user, or a program, that the image does not have', async () => {
		expect(await refused({name: image.busybox, user: 'nosuchuser'})).toMatchObject({
			message: `cannot start a container of ${image.busybox}: the image has no user "nosuchuser".`,
			hint: expect.stringContaining('image:docker:user'),
		});
		expect(await refused({name: image.busybox, entrypoint: ['/nowhere']})).toMatchObject({
			message: `cannot start a container of ${image.busybox}: there is no program /nowhere in the image that could be run.`,
			hint: expect.stringContaining('entrypoint'),
		});
	});

	test('a name that another container has', async () => {
		const docker = connect();
		const options = {name: `ci-tui-test-${on.runId}`, Image: image.busybox, Cmd: ['true']};
		const first = await docker.createContainer(options);
		try {
			const error = await docker.createContainer(options).catch((error: unknown) => engineError(error, 'make it'));
			expect(error).toMatchObject({
				message: `cannot make it: the name ${options.name} is taken by another container.`,
				hint: expect.stringContaining('ci-tui clean'),
			});
		} finally {
			await first.remove();
		}
	});

	test('what we have no words for is passed on in those of the engine, without what the library puts before them', async () => {
		const options = {Image: image.busybox, HostConfig: {Memory: 1}};
		const error = await connect()
			.createContainer(options)
			.catch((error: unknown) => engineError(error, 'make it'));
		expect(error).toMatchObject({
			code: 'ENGINE_REFUSED',
			message: expect.stringMatching(/^cannot make it: Minimum memory/),
		});
		expect(error).toMatchObject({detail: undefined});
	});
});

describe('what an engine on this machine cannot be made to say', () => {
	test.each([
		[
			'write /var/lib/docker/tmp/x: no space left on device',
			'ENGINE_DISK_FULL',
			'the disk of the Docker engine is full.',
		],
		[
			'toomanyrequests: You have reached your pull rate limit.',
			'IMAGE_PULL_FAILED',
			'docker.io allows no more pulls for now.',
		],
		[
			'Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
			'IMAGE_PULL_FAILED',
			'registry-1.docker.io could not be reached.',
		],
		[
			'Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp: lookup proxy: no such host',
			'IMAGE_PULL_FAILED',
			'the proxy of the Docker engine for registry-1.docker.io could not be reached.',
		],
		[
			'Get "https://docker.io/v2/": x509: certificate signed by unknown authority',
			'IMAGE_PULL_FAILED',
			'the engine does not trust docker.io.',
		],
	])('of a pull: %s', (said, code, words) => {
		const error = pullError('busybox:1', new Error(said), false);
		expect(error).toMatchObject({code, message: `cannot pull busybox:1: ${words}`, detail: said});
	});

	test('an image that is not there or private, and one that is not for this machine', () => {
		const denied =
			"pull access denied for nosuch/image, repository does not exist or may require 'docker login': denied";
		expect(pullError('nosuch/image:1', new Error(denied), false).message).toBe(
			'there is no image nosuch/image:1, or it is private.',
		);
		const platform = 'no matching manifest for linux/arm64/v8 in the manifest list entries';
		expect(pullError('name:1', new Error(platform), false).message).toBe('there is no name:1 for linux/arm64/v8.');
	});

	test.each([
		['EACCES', 'this user may not use the Docker engine at /run/docker.sock.', 'group'],
		['ENOENT', 'no Docker engine answers at /run/docker.sock: there is no such socket.', 'Start Docker'],
		['ECONNREFUSED', 'no Docker engine answers at /run/docker.sock: nothing listens there.', 'Start Docker'],
	])('of its socket: %s', (code, message, hint) => {
		const failure = failureOf(Object.assign(new Error(`connect ${code} /run/docker.sock`), {code}));
		expect(explainUnreachable(failure, '/run/docker.sock')).toEqual({message, hint: expect.stringContaining(hint)});
	});
});
