import Docker from 'dockerode';

/** The engine that `DOCKER_HOST` names, else the one on this machine. */
export function connect(): Docker {
	return new Docker();
}

/**
 * Whether an engine answers. Where none does, tests that need one are skipped on a developer's machine, but with `CI` set
 * this throws: there a skipped test would be a test that never runs.
 */
export async function dockerAvailable(): Promise<boolean> {
	try {
		await new Docker({timeout: 30_000}).ping();
		return true;
	} catch (error) {
		if (isSet(process.env.CI)) {
			throw new Error('No Docker engine answers, and CI is set: the tests that need one must run.', {cause: error});
		}

		return false;
	}
}

function isSet(value: string | undefined): boolean {
	return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
