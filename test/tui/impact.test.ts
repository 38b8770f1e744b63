import {expect, test} from 'vitest';
import {failedJobs, retryImpact} from '../../source/tui/impact.js';
import {aJob, aState} from './support/a-run.js';

const skipped = (name: string, because: string) =>
	aJob(name, 'Canceled', {reason: {kind: 'skipped', because, ended: 'failed'}});
const state = aState([
	aJob('unit', 'Failed'),
	aJob('lint', 'Failed', {allowed: true}),
	skipped('bundle', 'unit'),
	skipped('ship', 'bundle'),
	skipped('notes', 'docs'),
	aJob('e2e', 'Canceled', {reason: {kind: 'user'}}),
]);

test('a retry gives another chance to what was skipped because of the job, and because of that', () => {
	expect(retryImpact(state, 'unit')).toEqual(['bundle', 'ship']);
	expect(retryImpact(state, 'lint')).toEqual([]);
});

test('retrying all takes what failed and was not allowed to, and what was canceled, but not what was only skipped', () => {
	expect(failedJobs(state)).toEqual(['unit', 'e2e']);
});
