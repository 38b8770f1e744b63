import {describe, expect, test} from 'vitest';
import {upcoming} from '../../source/scheduler/upcoming.js';
import {aJob, aRun, failed, passed, play, started} from './a-run.js';

describe('jobs that will probably start next', () => {
	test('are those that wait for a slot, then what waits for what runs', () => {
		const run = aRun([aJob('a', {needs: []}), aJob('b', {needs: []}), aJob('c', {needs: ['a']})], {concurrency: 1});
		const {state} = play(run, started);
		expect(upcoming(state, ['a'], 5)).toEqual(['b', 'c']);
		expect(upcoming(state, ['a'], 1)).toEqual(['b']);
	});

	test('are looked for along a chain, no further than asked', () => {
		const chain = ['a', 'b', 'c', 'd'].map((name, place, names) =>
			aJob(name, {needs: place === 0 ? [] : [names[place - 1] ?? '']}),
		);
		const {state} = play(aRun(chain), started);
		expect(upcoming(state, ['a'], 2)).toEqual(['b', 'c']);
		expect(upcoming(play(aRun(chain), started, passed('a', 1)).state, ['b'], 2)).toEqual(['c', 'd']);
	});

	test('wait for all their needs: one that has not started holds them back', () => {
		const jobs = [
			aJob('a', {needs: []}),
			aJob('wait', {needs: [], when: 'delayed', startInMs: 1000}),
			aJob('c', {needs: ['a', 'wait']}),
		];
		const {state} = play(aRun(jobs), started);
		expect(upcoming(state, ['a'], 5)).toEqual([]);
	});

	test('are those of the next stage when all that is left of the earlier ones runs', () => {
		const jobs = [
			aJob('a', {stage: 'build'}),
			aJob('b', {stage: 'build'}),
			aJob('c', {stage: 'test'}),
			aJob('d', {stage: 'ship'}),
		];
		const {state} = play(aRun(jobs), started);
		expect(upcoming(state, ['a', 'b'], 5)).toEqual(['c', 'd']);
		expect(upcoming(state, ['a'], 5)).toEqual([]);
	});

	test('are never manual, delayed or for failures only, and none at all after a failure or in a held or canceled run', () => {
		const jobs = [
			aJob('a', {stage: 'build'}),
			aJob('by hand', {stage: 'test', when: 'manual', allowFailure: true}),
			aJob('later', {stage: 'test', when: 'delayed', startInMs: 1000}),
			aJob('rescue', {stage: 'test', when: 'on_failure'}),
		];
		expect(upcoming(play(aRun(jobs), started).state, ['a'], 5)).toEqual([]);
		const broken = [aJob('a', {stage: 'build'}), aJob('b', {stage: 'build'}), aJob('c', {stage: 'test'})];
		expect(upcoming(play(aRun(broken), started, failed('a', 1)).state, ['b'], 5)).toEqual([]);
		const two = aRun([aJob('a', {needs: []}), aJob('b', {needs: ['a']})]);
		expect(upcoming(play(two, started, {type: 'hold-changed', held: true, at: 1}).state, ['a'], 5)).toEqual([]);
		expect(upcoming(play(two, started, {type: 'run-cancel-requested', at: 1}).state, ['a'], 5)).toEqual([]);
	});
});
