import {describe, expect, test} from 'vitest';
import {
	followRun,
	handsOffMs,
	initialSelection,
	nothingSelected,
	type Selection,
} from '../../../source/tui/state/selection.js';
import {aJob, aState, withJobs} from '../support/a-run.js';

const quiet = {now: 100_000, busy: false};
const byUser: Selection = {id: 'job b', by: 'user', movedAt: 90_000};
const failed = (name: string) => aJob(name, 'Failed', {reason: {kind: 'script', exitCode: 1}});
const running = aState([aJob('a', 'Running'), aJob('b', 'Running'), aJob('c')]);

describe('the selection', () => {
	test('begins with what failed, else with what runs, else with the first job', () => {
		expect(initialSelection(aState([aJob('a', 'Success'), failed('b')])).id).toBe('job b');
		expect(initialSelection(aState([aJob('a', 'Success'), aJob('b', 'Running')])).id).toBe('job b');
		expect(initialSelection(aState([aJob('a'), aJob('b')])).id).toBe('job a');
	});

	test('goes on to what runs when the job it followed has passed', () => {
		const after = withJobs(running, aJob('a', 'Success'));
		expect(followRun(running, after, initialSelection(running), quiet).selection.id).toBe('job b');
	});

	test('shows a job that fails without a key pressed', () => {
		const followed = followRun(running, withJobs(running, failed('b')), initialSelection(running), quiet);
		expect(followed.selection).toMatchObject({id: 'job b', by: 'failure'});
		expect(followed.shown).toBe(true);
	});

	test('stays with the first failure when another one follows', () => {
		const first = withJobs(running, failed('b'));
		const {selection} = followRun(running, first, initialSelection(running), quiet);
		const followed = followRun(first, withJobs(first, failed('a')), selection, quiet);
		expect(followed.selection.id).toBe('job b');
		expect(followed.failed.map(job => job.name)).toEqual(['a']);
		expect(followed.shown).toBe(false);
	});

	test('stays where the user has just put it, and says what failed', () => {
		const followed = followRun(running, withJobs(running, failed('a')), byUser, quiet);
		expect(followed).toMatchObject({selection: byUser, shown: false, failed: [{name: 'a'}]});
	});

	test('goes to a failure when the user has long not pressed a key', () => {
		const later = {now: byUser.movedAt + handsOffMs, busy: false};
		expect(followRun(running, withJobs(running, failed('a')), byUser, later).selection.id).toBe('job a');
	});

	test('never moves while the user types or reads a dialog', () => {
		const busy = {now: 1_000_000, busy: true};
		expect(followRun(running, withJobs(running, failed('a')), byUser, busy).selection).toEqual(byUser);
	});

	test('does not go to a failure that is allowed', () => {
		const allowed = {...failed('c'), allowed: true};
		const followed = followRun(running, withJobs(running, allowed), initialSelection(running), quiet);
		expect(followed).toMatchObject({selection: {id: 'job a'}, shown: false, failed: [{name: 'c'}]});
	});

	test('tells of a failure once', () => {
		const after = withJobs(running, failed('b'));
		const again = withJobs(after, aJob('c', 'Running'));
		expect(followRun(after, again, byUser, quiet).failed).toEqual([]);
	});
});

test('a job whose script runs is shown before one that is only prepared', () => {
	const state = aState([aJob('compile', 'Running', {phase: 'preparing'}), aJob('unit', 'Running', {phase: 'running'})]);
	const selection = {...nothingSelected, id: 'job compile'};
	expect(followRun(state, state, selection, {now: 0, busy: false}).selection.id).toBe('job unit');
});
