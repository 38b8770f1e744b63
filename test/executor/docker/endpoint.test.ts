import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {findEndpoint} from '../../../source/executor/docker/endpoint.js';
import {temporaryFolder, write} from '../../workspace/project.js';

test.each([
	['unix:///some/docker.sock', {kind: 'unix', socketPath: '/some/docker.sock'}],
	['tcp://10.0.0.1', {kind: 'tcp', host: '10.0.0.1', port: 2375}],
	['10.0.0.1:1234', {kind: 'tcp', host: '10.0.0.1', port: 1234}],
	['tcp://[::1]:2375', {kind: 'tcp', host: '::1', port: 2375}],
	['ssh://me@host:22', {kind: 'ssh', destination: 'ssh://me@host:22'}],
])('DOCKER_HOST %s is understood', async (host, endpoint) => {
	expect(await findEndpoint({DOCKER_HOST: host})).toEqual({...endpoint, source: 'DOCKER_HOST'});
});

test('with DOCKER_TLS_VERIFY the certificates are read', async () => {
	const folder = temporaryFolder();
	write(folder, {'ca.pem': 'the authority', 'cert.pem': 'the certificate', 'key.pem': 'the key'});
	const env = {DOCKER_HOST: 'tcp://host', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder};
	const tls = {ca: Buffer.from('the authority'), cert: Buffer.from('the certificate'), key: Buffer.from('the key')};
	expect(await findEndpoint(env)).toMatchObject({kind: 'tcp', host: 'host', port: 2376, tls});
});

test('the current context says where the engine is, and DOCKER_CONTEXT is asked first', async () => {
	const folder = temporaryFolder();
	const meta = (name: string, host: string) => ({
		[`contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`]: JSON.stringify({
			Name: name,
			Endpoints: {docker: {Host: host}},
		}),
	});
	write(folder, {
		'config.json': JSON.stringify({currentContext: 'mine'}),
		...meta('mine', 'unix:///mine.sock'),
		...meta('other', 'tcp://other:99'),
	});
	expect(await findEndpoint({DOCKER_CONFIG: folder})).toMatchObject({kind: 'unix', socketPath: '/mine.sock'});
	expect(await findEndpoint({DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'other'})).toMatchObject({host: 'other', port: 99});
	expect(await findEndpoint({DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'default'})).toMatchObject({kind: 'unix'});
	await expect(findEndpoint({DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'gone'})).rejects.toMatchObject({
		code: 'ENGINE_CONTEXT',
	});
});

test('a configuration that is broken is named', async () => {
	const folder = temporaryFolder();
	write(folder, {'config.json': '{"auths": 3'});
	await expect(findEndpoint({DOCKER_CONFIG: folder})).rejects.toMatchObject({code: 'DOCKER_CONFIG'});
});
