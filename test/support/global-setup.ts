import {connect, dockerAvailable} from './docker.js';
import {prepareImages} from './images.js';

/** Runs once, before every test file: the images that tests run jobs in. */
export async function setup(): Promise<void> {
	if (await dockerAvailable()) {
		await prepareImages(connect());
	} else {
		console.warn('No Docker engine answers: the tests that need one are skipped.');
	}
}
