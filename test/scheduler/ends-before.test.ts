import {describe, expect, test} from 'vitest';
import {endsBefore} from '../../source/scheduler/ends-before.js';
import {aJob, aRun, passed, play, started} from './a-run.js';

describe('what must have ended before a job may start', () => {
	test('are its needs and what these need, and nothing beside', () => {
		const jobs = [
			aJob('a', {needs: []}),
			aJob('beside', {needs: []}),
			aJob('b', {needs: ['a']}),
			aJob('c', {needs: ['b']}),
			aJob('also', {needs: ['a']}),
		];
		const {state} = play(aRun(jobs), started);
		expect(endsBefore(state, 'c', ['a', 'beside', 'b', 'also'])).toEqual(['a', 'b']);
		expect(endsBefore(state, 'a', ['beside', 'c'])).toEqual([]);
	});

	test('are all jobs of earlier stages, also behind one that it needs', () => {
		const jobs = [
			aJob('a', {stage: 'build'}),
			aJob('b', {stage: 'build'}),
			aJob('c', {stage: 'test'}),
			aJob('d', {stage: 'test'}),
			aJob('e', {stage: 'ship', needs: ['d']}),
		];
		const {state} = play(aRun(jobs), started);
		expect(endsBefore(state, 'c', ['a', 'b', 'd'])).toEqual(['a', 'b']);
		expect(endsBefore(state, 'e', ['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'd']);
	});

	test('may leave out what has ended', () => {
		const jobs = [aJob('a', {needs: []}), aJob('b', {needs: ['a']})];
		expect(endsBefore(play(aRun(jobs), started, passed('a', 1)).state, 'b', ['a'])).toEqual([]);
	});
});
