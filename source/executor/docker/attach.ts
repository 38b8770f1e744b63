import type {Duplex} from 'node:stream';
import type Docker from 'dockerode';
import {engineError} from './engine-error.js';

/** Joins a container's stdin, stdout and stderr, before it is started. Rejects with a CiError. */
export async function attach(container: Docker.Container): Promise<Duplex> {
	try {
		const options = {stream: true, stdin: true, stdout: true, stderr: true, hijack: true};
		const stream = (await container.attach(options)) as Duplex;
		// dockerode sends the options as a body too, which some engines take for the job's stdin: it ends here, as no word we know.
		stream.write('\n');
		return stream;
	} catch (error) {
		throw engineError(error, 'attach to the container');
	}
}
