import {expect, test} from 'vitest';
import {badgeOf} from '../../source/tui/badges.js';
import {aJob, start} from './support/a-run.js';

const job = aJob('unit', 'Running', {phase: 'running'});
const past = {results: [], p50: 20_000, p90: 30_000, failed: 0};
const noPast = {results: [], p50: undefined, p90: undefined, failed: 0};

test('a job that prints nothing for a minute is called silent', () => {
	expect(badgeOf(job, noPast, start + 10_000, start + 65_000)).toBe('');
	expect(badgeOf(job, noPast, start + 10_000, start + 82_000)).toBe('silent 1:12');
	expect(badgeOf(aJob('unit', 'Success'), noPast, undefined, start + 999_000)).toBe('');
});

test('a job that takes longer than nearly ever is called slow, by how much', () => {
	expect(badgeOf(job, past, start + 34_000, start + 35_000)).toBe('');
	expect(badgeOf(job, past, start + 43_000, start + 44_000)).toBe('slow +24s');
});
