import type Docker from 'dockerode';
import {CiError} from '../../errors.js';
import {findCredentials} from './credentials.js';
import {failureOf} from './engine-error.js';
import {registryOf, withTag} from './image-reference.js';
import {PullProgress, type PullStep} from './pull-progress.js';

/** `fraction` is of the bytes whose size is known so far. */
export type OnProgress = (text: string, fraction?: number) => void;

/**
 * Pulls an image with the user's credentials. Rejects with a CiError: `IMAGE_NOT_FOUND`, `REGISTRY_AUTH` or `IMAGE_PULL_FAILED`;
 * aborted, with the signal's reason.
 */
export async function pull(
	docker: Docker,
	image: string,
	platform: string | undefined,
	onProgress: OnProgress,
	signal: AbortSignal,
): Promise<void> {
	const credentials = await findCredentials(registryOf(image));
	try {
		const stream = await docker.pull(withTag(image), {
			...(platform === undefined ? {} : {platform}),
			...(credentials === undefined ? {} : {authconfig: credentials}),
			abortSignal: signal,
		});
		await follow(docker, stream, new PullProgress(image, onProgress));
	} catch (error) {
		signal.throwIfAborted();
		throw pullError(image, error, credentials !== undefined);
	}
}

async function follow(docker: Docker, stream: NodeJS.ReadableStream, progress: PullProgress): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		docker.modem.followProgress(
			stream,
			error => (error ? reject(error) : resolve()),
			(step: PullStep) => progress.take(step),
		);
	});
}

function pullError(image: string, cause: unknown, hadCredentials: boolean): CiError {
	const {message, statusCode} = failureOf(cause);
	const registry = registryOf(image);
	if (/unauthorized|authentication required|no basic auth|incorrect username|denied: requested access/i.test(message)) {
		return new CiError('REGISTRY_AUTH', `${registry} does not let us pull ${image}: ${message}`, {
			hint: hadCredentials ? `Its credentials are not accepted: docker login ${registry}` : `docker login ${registry}`,
			cause,
		});
	}

	if (statusCode === 404 || /not found|manifest unknown|does not exist|name unknown/i.test(message)) {
		return new CiError('IMAGE_NOT_FOUND', `there is no image ${image}: ${message}`, {
			hint: `Check the name and the tag; a private image needs: docker login ${registry}`,
			cause,
		});
	}

	return new CiError('IMAGE_PULL_FAILED', `cannot pull ${image}: ${message}`, {
		hint: `Is ${registry} within reach? An image that is here already is used with pull_policy: if-not-present or never.`,
		cause,
	});
}
