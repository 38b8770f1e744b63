import {CiError} from '../errors.js';
import {codeOf} from './store-error.js';

/** Runs `work` while no other process does: a lock that a dead process left is taken over after ten seconds. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
	// Loaded late: only those who write need it.
	const {
		default: {lock},
	} = await import('proper-lockfile');
	let lost: Error | undefined;
	let release: () => Promise<void>;
	try {
		release = await lock(file, {
			lockfilePath: file,
			realpath: false,
			retries: {retries: 600, factor: 1.2, minTimeout: 5, maxTimeout: 100, randomize: true},
			onCompromised: error => {
				lost = error;
			},
		});
	} catch (error) {
		if (codeOf(error) !== 'ELOCKED') throw error;
		throw new CiError('STORE_LOCKED', 'another ci-tui has been writing to this repository’s state for a minute', {
			hint: `end it, or remove ${file} if there is none`,
			cause: error,
		});
	}

	try {
		return await work();
	} finally {
		// A lock that was lost (the machine slept) is not ours to remove.
		if (lost === undefined) await release();
	}
}
