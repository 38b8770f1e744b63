import type {EngineFailure} from './engine-error.js';

const start = 'Start Docker, or name another engine in DOCKER_HOST; --executor shell runs jobs on this host instead.';

/** Why no engine answers at a place, in a user's words, and what to do. */
export function explainUnreachable(
	{message, code, statusCode}: EngineFailure,
	place: string,
): {readonly message: string; readonly hint: string} {
	const nobody = (why: string, hint = start) => ({message: `no Docker engine answers at ${place}: ${why}`, hint});
	if (/HTTP request to an HTTPS server/i.test(message)) {
		return nobody('it wants TLS.', 'Set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of the certificates.');
	}

	if (statusCode !== undefined) {
		return nobody(`what answers is no Docker engine (HTTP ${statusCode}).`, 'Check the address in DOCKER_HOST.');
	}

	switch (code) {
		case 'EACCES':
		case 'EPERM': {
			return {
				message: `this user may not use the Docker engine at ${place}.`,
				hint:
					'Add the user to the group of the socket (sudo usermod -aG docker $USER, then log in anew), ' +
					'or run jobs on this host with --executor shell.',
			};
		}

		case 'ENOENT': {
			return nobody('there is no such socket.');
		}

		case 'ECONNREFUSED': {
			return nobody('nothing listens there.');
		}

		case 'ENOTFOUND':
		case 'EAI_AGAIN': {
			return nobody('there is no such host.', 'Check the address in DOCKER_HOST.');
		}

		default: {
			return /certificate|self.signed|EPROTO|ssl/i.test(`${code} ${message}`)
				? nobody(`its certificate is not accepted (${message}).`, 'Check DOCKER_CERT_PATH.')
				: nobody(`${message}.`);
		}
	}
}
