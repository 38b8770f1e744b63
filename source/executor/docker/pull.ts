import type Docker from 'dockerode';
import {findCredentials} from './credentials.js';
import {registryOf, withTag} from './image-reference.js';
import {pullError} from './pull-error.js';
import {PullProgress, type PullStep} from './pull-progress.js';

/** `fraction` is of the bytes whose size is known so far. */
export type OnProgress = (text: string, fraction?: number) => void;

/**
 * Pulls an image with the user's credentials. Rejects with a CiError (see `pullError`); aborted, with the signal's reason.
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
