import {CiError} from '../../errors.js';
import {failureOf} from './engine-error.js';
import {registryOf, tagOf} from './image-reference.js';
import {explainRefusal} from './refusals.js';

/** Why an image could not be pulled: `IMAGE_NOT_FOUND`, `REGISTRY_AUTH`, `ENGINE_DISK_FULL`, `IMAGE_NAME` or `IMAGE_PULL_FAILED`. */
export function pullError(image: string, cause: unknown, hadCredentials: boolean): CiError {
	const {message, statusCode} = failureOf(cause);
	const registry = registryOf(image);
	const error = (code: string, words: string, hint: string | undefined) =>
		new CiError(code, words, {hint, detail: message, cause});
	const failed = (why: string, hint: string) => error('IMAGE_PULL_FAILED', `cannot pull ${image}: ${why}`, hint);
	if (statusCode === undefined && hasCode(cause)) {
		return error(
			'ENGINE_LOST',
			`cannot pull ${image}: the Docker engine went away.`,
			'See whether it runs: docker version',
		);
	}

	if (/unauthorized|authentication required|no basic auth|incorrect username|denied: requested access/i.test(message)) {
		const hint = `docker login ${registry}`;
		return hadCredentials
			? error('REGISTRY_AUTH', `cannot pull ${image}: ${registry} does not accept the password it was given.`, hint)
			: error('REGISTRY_AUTH', `cannot pull ${image}: ${registry} wants a password.`, hint);
	}

	if (/toomanyrequests|rate limit/i.test(message)) {
		return failed(
			`${registry} allows no more pulls for now.`,
			`Wait, or have a limit of your own: docker login ${registry}`,
		);
	}

	const platform = /no matching manifest for (\S+)/i.exec(message)?.[1];
	if (platform !== undefined) {
		return error(
			'IMAGE_NOT_FOUND',
			`there is no ${image} for ${platform}.`,
			'Ask for another in image:docker:platform.',
		);
	}

	if (statusCode === 404 || /not found|manifest unknown|does not exist|name unknown/i.test(message)) {
		return notFound(image, message, error);
	}

	if (/invalid reference format/i.test(message)) {
		const {code, hint} = explainRefusal(message);
		return error(code, `"${image}" is no name of an image.`, hint);
	}

	if (/x509|certificate|HTTP response to HTTPS client/i.test(message)) {
		const hint = `Give the engine its certificate (/etc/docker/certs.d/${registry}), or name it in insecure-registries.`;
		return failed(`the engine does not trust ${registry}.`, hint);
	}

	if (unreachable.test(message)) {
		const host = /https?:\/\/([^/"]+)/.exec(message)?.[1] ?? registry;
		const who = /proxyconnect/.test(message) ? `the proxy of the Docker engine for ${host}` : host;
		return failed(
			`${who} could not be reached.`,
			'Is the machine of the engine online? docker load takes an image from a file.',
		);
	}

	const {code, words, hint} = explainRefusal(message);
	const isOurs = code !== 'ENGINE_REFUSED';
	return error(isOurs ? code : 'IMAGE_PULL_FAILED', `cannot pull ${image}: ${words}`, hint);
}

const unreachable =
	/dial (?:tcp|udp)|no such host|connection (?:refused|reset)|i\/o timeout|deadline exceeded|Client\.Timeout|TLS handshake|no route to host|unreachable|server misbehaving|unexpected EOF|: EOF/i;

/** A registry tells a wrong name from a wrong tag only by its words; a private image is to a stranger as one that is not there. */
function notFound(
	image: string,
	message: string,
	error: (code: string, words: string, hint: string) => CiError,
): CiError {
	const registry = registryOf(image);
	if (/repository does not exist|pull access denied|name unknown|repository .*not found/i.test(message)) {
		const hint = `Check the name; if it is private: docker login ${registry}`;
		return error('IMAGE_NOT_FOUND', `there is no image ${image}, or it is private.`, hint);
	}

	const {name, tag} = tagOf(image);
	return error(
		'IMAGE_NOT_FOUND',
		`there is no ${tag} of ${name}.`,
		`Check the tag; a private image needs: docker login ${registry}`,
	);
}

/** Of the system: the engine could not be asked. Errors in the stream of a pull have none. */
function hasCode(cause: unknown): boolean {
	const {code} = failureOf(cause);
	return code !== undefined;
}
