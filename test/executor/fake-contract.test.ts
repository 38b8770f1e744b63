import {describe} from 'vitest';
import {type Behaviours, FakeExecutor} from '../../source/executor/fake.js';
import {type CoreJobs, coreContract} from './core-contract.js';
import {openSession} from './run-job.js';

const behaviours: Behaviours = {
	fails: {outcome: {kind: 'failed', exitCode: 7}},
	prints: {output: ['one\n', 'two']},
	waits: {output: ['ready'], until: 'steered'},
	ignoresStop: {output: ['ready'], until: 'steered', ignoresStop: true},
	saves: {artifacts: Buffer.from('a tar')},
};

const jobs: CoreJobs = {
	passes: {job: 'passes'},
	fails: {job: 'fails'},
	prints: {job: 'prints'},
	waits: {job: 'waits'},
	ignoresStop: {job: 'ignoresStop'},
	saves: {job: 'saves', artifacts: {paths: ['file']}},
};

describe('the fake executor', () => {
	coreContract(async () => await openSession(new FakeExecutor(behaviours)), jobs);
});
