import {createHash} from 'node:crypto';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';
import {gzipSync} from 'node:zlib';
import type {Entry} from '../../support/tar.js';
import {packed} from '../../support/tar.js';

export interface Registry {
	/** `127.0.0.1:port` */
	readonly host: string;
	/** How often a manifest was asked for by its tag. */
	readonly pulls: () => number;
	close(): Promise<void>;
}

/**
 * A registry on this host (the engine takes one at 127.0.0.1 without TLS) with a single image `image:latest`, for whoever has the password;
 * https://distribution.github.io/distribution/spec/api/
 */
export async function startRegistry(entries: readonly Entry[], login?: string): Promise<Registry> {
	const tar = await buffer(packed(entries));
	const layer = gzipSync(tar);
	const config = Buffer.from(
		JSON.stringify({
			architecture: process.arch === 'x64' ? 'amd64' : process.arch,
			os: 'linux',
			config: {Env: ['PATH=/bin'], Cmd: ['sh']},
			rootfs: {type: 'layers', diff_ids: [digest(tar)]},
		}),
	);
	const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
	const manifest = Buffer.from(
		JSON.stringify({
			schemaVersion: 2,
			mediaType: manifestType,
			config: describe('application/vnd.docker.container.image.v1+json', config),
			layers: [describe('application/vnd.docker.image.rootfs.diff.tar.gzip', layer)],
		}),
	);
	const blobs = new Map([config, layer, manifest].map(blob => [digest(blob), blob]));
	let pulls = 0;

	const answer = ({url = '', method, headers}: IncomingMessage, response: ServerResponse): void => {
		const basic = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
		if (basic !== undefined && headers.authorization !== basic) {
			response.writeHead(401, {'www-authenticate': 'Basic realm="test"'}).end('{"errors":[{"code":"UNAUTHORIZED"}]}');
			return;
		}

		if (url === '/v2/') {
			response.end('{}');
			return;
		}

		const isTag = url === '/v2/image/manifests/latest';
		pulls += Number(isTag && method === 'HEAD');
		const blob = isTag
			? manifest
			: url.startsWith('/v2/image/')
				? blobs.get(url.slice(url.lastIndexOf('/') + 1))
				: undefined;
		if (blob === undefined) {
			response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
			return;
		}

		const type = blob === manifest ? manifestType : 'application/octet-stream';
		response.writeHead(200, {
			'content-type': type,
			'content-length': blob.length,
			'docker-content-digest': digest(blob),
		});
		response.end(method === 'HEAD' ? undefined : blob);
	};

	const server = createServer(answer);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		pulls: () => pulls,
		close: async () => {
			server.closeAllConnections();
			await new Promise(resolve => server.close(resolve));
		},
	};
}

function describe(mediaType: string, blob: Buffer) {
	return {mediaType, size: blob.length, digest: digest(blob)};
}

function digest(blob: Buffer): string {
	return `sha256:${createHash('sha256').update(blob).digest('hex')}`;
}
