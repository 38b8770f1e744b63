import {randomUUID} from 'node:crypto';
import {chmodSync} from 'node:fs';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import {createDockerExecutor} from '../../../source/executor/docker/docker-executor.js';
import {describeWithDocker} from '../../support/describe-with-docker.js';
import {connect} from '../../support/docker.js';
import {image} from '../../support/images.js';
import {busyboxRoot} from '../../support/root-files.js';
import {temporaryFolder, write} from '../../workspace/project.js';
import {openSession, type TestSession} from '../run-job.js';
import {type Registry, startRegistry} from './registry.js';

const isHere = !/^(?:tcp|ssh|https?):/.test(process.env.DOCKER_HOST ?? '');

describeWithDocker('pulling', () => {
	let open: Registry;
	let locked: Registry;
	let on: TestSession;

	beforeAll(async () => {
		// A file of its own makes the image new to the engine, so that it has something to pull.
		const entries = [...(await busyboxRoot()), {kind: 'file', path: 'unique', content: randomUUID()} as const];
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
		for (const {host} of [open, locked]) {
			await connect()
				.getImage(`${host}/image:latest`)
				.remove({force: true})
				.catch(() => {
					// The test did not pull it.
				});
		}
	});

	test.runIf(isHere)('an image is pulled once for all jobs that need it, and how far it is told to each', async () => {
		const name = `${open.host}/image`;
		const jobs = [1, 2, 3].map(() => on.start({image: {name, pullPolicy: ['always']}, script: ['echo ran']}));
		for (const job of jobs) {
			expect(await job.outcome).toEqual({kind: 'success'});
			expect(job.sink.output).toBe('ran\n');
			expect(job.sink.progressed.join('\n')).toContain(`Pulling ${name}`);
		}

		expect(open.pulls()).toBe(1);
	});

	test('policies are tried one after the other, and those that did not do are told', async () => {
		const name = 'localhost:1/local:latest';
		await connect().getImage(image.busybox).tag({repo: 'localhost:1/local', tag: 'latest'});
		const wanted = {name, pullPolicy: ['always', 'if-not-present']} as const;
		const {outcome, sink} = await on.run({
			image: wanted,
			services: [{image: wanted, aliases: ['x'], variables: {}}],
			script: ['true'],
		});
		expect(outcome).toEqual({kind: 'success'});
		expect(sink.notices[0]).toMatch(/^warning: pull_policy always: cannot pull localhost:1\/local:latest: /);
		expect(sink.notices.filter(notice => notice.includes('pull_policy'))).toHaveLength(1);
		await connect().getImage(name).remove();
	});

	test('when no policy does, the error says why of each', async () => {
		const missing = {name: 'localhost:1/nothing', pullPolicy: ['never', 'always']} as const;
		const {outcome} = await on.run({image: missing, script: ['echo never']});
		const message = expect.stringMatching(/^pull_policy never: the image .*; pull_policy always: cannot pull /);
		expect(outcome).toMatchObject({kind: 'errored', error: {code: 'IMAGE_PULL_FAILED', message}});
	});

	test('an image for another platform is not the one asked for', async () => {
		const {Os, Architecture} = await connect().getImage(image.busybox).inspect();
		const here = {name: image.busybox, platform: `${Os}/${Architecture}`, pullPolicy: ['never']} as const;
		expect((await on.run({image: here, script: ['true']})).outcome).toEqual({kind: 'success'});
		const {outcome} = await on.run({image: {...here, platform: 'linux/s390x'}, script: ['echo never']});
		const message = expect.stringContaining('for linux/s390x');
		expect(outcome).toMatchObject({kind: 'errored', error: {code: 'IMAGE_NOT_FOUND', message}});
	});

	test.runIf(isHere)('a tag that the registry does not have is an error that says so', async () => {
		const {outcome} = await on.run({image: {name: `${open.host}/image:nope`}, script: ['echo never']});
		expect(outcome).toMatchObject({kind: 'errored', error: {code: 'IMAGE_NOT_FOUND', exitCode: 3}});
	});

	test.runIf(isHere)('a registry that wants a password is an error that says how to give it', async () => {
		const {outcome} = await on.run({image: {name: `${locked.host}/image`}, script: ['echo never']});
		const hint = `docker login ${locked.host}`;
		expect(outcome).toMatchObject({
			kind: 'errored',
			error: {code: 'REGISTRY_AUTH', hint: expect.stringContaining(hint)},
		});
	});

	test.runIf(isHere)('the password that docker login has kept is used', async () => {
		const auth = Buffer.from('me:s3cret').toString('base64');
		useConfig({auths: {[locked.host]: {auth}}});
		const {outcome} = await on.run({image: {name: `${locked.host}/image`}, script: ['true']});
		expect(outcome).toEqual({kind: 'success'});
	});

	test.runIf(isHere)('the credential helper of the registry is asked', async () => {
		const folder = temporaryFolder();
		const helper =
			'#!/bin/sh\nread -r server\nprintf \'{"ServerURL":"%s","Username":"me","Secret":"s3cret"}\' "$server"\n';
		write(folder, {'docker-credential-test': helper});
		chmodSync(path.join(folder, 'docker-credential-test'), 0o755);
		vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
		useConfig({credHelpers: {[locked.host]: 'test'}});
		const {outcome} = await on.run({image: {name: `${locked.host}/image`}, script: ['true']});
		expect(outcome).toEqual({kind: 'success'});
	});

	test.runIf(isHere)('a helper that is missing is named', async () => {
		useConfig({credsStore: 'nowhere'});
		const {outcome} = await on.run({image: {name: `${locked.host}/image`}, script: ['true']});
		expect(outcome).toMatchObject({
			kind: 'errored',
			error: {code: 'REGISTRY_AUTH', message: expect.stringContaining('docker-credential-nowhere')},
		});
	});
});

function useConfig(config: object): void {
	const folder = temporaryFolder();
	write(folder, {'config.json': JSON.stringify(config)});
	vi.stubEnv('DOCKER_CONFIG', folder);
}
