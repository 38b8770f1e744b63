import {expect, test} from 'vitest';
import {createShellExecutor} from '../../../source/executor/shell/shell-executor.js';
import {cacheContract} from '../cache-contract.js';
import {executorContract} from '../contract.js';
import {openSession} from '../run-job.js';

executorContract('the shell executor', createShellExecutor);
cacheContract('the shell executor', createShellExecutor);

test('a job on this host is told that its services are not there', async () => {
	const on = await openSession(createShellExecutor());
	const service = {image: {name: 'postgres:16'}, aliases: ['postgres'], variables: {}};
	const {outcome, sink} = await on.run({services: [service], script: ['true']});
	await on.close();
	expect(outcome).toEqual({kind: 'success'});
	expect(sink.notices).toEqual([
		'warning: The service postgres:16 is not started: it needs a container, and this job runs on this host',
	]);
});
