import {expect, test} from 'vitest';
import type {Event} from '../../source/scheduler/event.js';
import {aJob, aRun, failed, passed, performed, play, standings, started} from './a-run.js';

const acquired = (job: string, at: number, group = 'staging'): Event => ({type: 'resource-acquired', job, group, at});
const group = {resourceGroup: 'staging'};

test('a job of a resource group asks for it, waits, and starts when it has it', () => {
	const first = play(aRun([aJob('deploy', group)]), started);
	expect(standings(first.state)).toEqual({deploy: 'Pending resource'});
	expect(performed(first.effects)).toEqual([{type: 'acquire-resource', job: 'deploy', group: 'staging'}]);
	const then = play(first.state, acquired('deploy', 5));
	expect(standings(then.state)).toEqual({deploy: 'Running'});
});

test('the next one of the group gets it when the first has ended, however it ended', () => {
	const {state, effects} = play(
		aRun([aJob('one', group), aJob('two', group), aJob('free')]),
		started,
		acquired('one', 1),
		failed('one', 2),
	);
	expect(standings(state)).toEqual({one: 'Failed script', two: 'Pending resource', free: 'Running'});
	expect(performed(effects).slice(-2)).toEqual([
		{type: 'release-resource', job: 'one', group: 'staging'},
		{type: 'acquire-resource', job: 'two', group: 'staging'},
	]);
});

test('a job that is canceled while it waits gives its place to the next', () => {
	const {state, effects} = play(aRun([aJob('one', group), aJob('two', group)]), started, {
		type: 'job-cancel-requested',
		job: 'one',
		at: 1,
	});
	expect(standings(state)).toEqual({one: 'Canceled user', two: 'Pending resource'});
	expect(performed(effects).at(-1)).toEqual({type: 'acquire-resource', job: 'two', group: 'staging'});
	// The answer to the first one's asking comes too late.
	expect(standings(play(state, acquired('one', 2)).state)).toEqual(standings(state));
});

test('it takes no slot while it waits for its group', () => {
	const {state} = play(aRun([aJob('deploy', group), aJob('unit')], {concurrency: 1}), started);
	expect(standings(state)).toEqual({deploy: 'Pending resource', unit: 'Running'});
	const {state: after} = play(state, acquired('deploy', 1));
	expect(standings(after)).toEqual({deploy: 'Pending slot', unit: 'Running'});
	expect(standings(play(after, passed('unit', 2)).state)).toEqual({deploy: 'Running', unit: 'Success'});
});

test('a retry asks for the group anew', () => {
	const {effects} = play(
		aRun([aJob('deploy', {...group, retry: {max: 1, when: ['always'], exitCodes: []}})]),
		started,
		acquired('deploy', 1),
		failed('deploy', 2),
	);
	expect(
		performed(effects)
			.slice(-2)
			.map(({type}) => type),
	).toEqual(['release-resource', 'acquire-resource']);
});
