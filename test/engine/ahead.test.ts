import {expect, test} from 'vitest';
import {Ahead} from '../../source/engine/ahead.js';
import type {JobSpec, Session} from '../../source/executor/executor.js';
import {aJob, aRun, failed, passed, play, started} from '../scheduler/a-run.js';

test('prepares what comes next once, and forgets what will not come after all', () => {
	const told: string[] = [];
	let running = ['a', 'x'];
	const ahead = new Ahead({session: aSession(told), running: () => running, runningId: idOf, specOf: aSpec});
	const run = aRun([
		aJob('a', {needs: []}),
		aJob('x', {needs: []}),
		aJob('b', {needs: ['a']}),
		aJob('c', {needs: ['x']}),
		aJob('d', {needs: ['b']}),
	]);
	const begun = play(run, started);
	ahead.look(begun.state);
	ahead.look(begun.state);
	expect(told).toEqual(['prepare b #1 after a 1', 'prepare c #1 after x 1']);

	running = ['x', 'b'];
	ahead.used('b');
	ahead.look(play(begun.state, passed('a', 1)).state);
	expect(told.slice(2)).toEqual(['prepare d #1 after b 1']);

	running = ['b'];
	ahead.look(play(begun.state, passed('a', 1), failed('x', 2)).state);
	expect(told.slice(3)).toEqual(['forget c #1']);
});

test('asks nothing of a session that cannot prepare', () => {
	const ahead = new Ahead({
		session: {} as Session,
		running: () => ['a'],
		runningId: idOf,
		specOf() {
			throw new Error('nobody asks for a spec');
		},
	});
	expect(() => ahead.look(play(aRun([aJob('a', {needs: []})]), started).state)).not.toThrow();
});

function aSession(told: string[]): Session {
	return {
		projectDir: '/builds/demo',
		run: () => new Promise(() => {}),
		prepare: ({job, attempt}, after) => told.push(`prepare ${job} #${attempt} after ${after?.join(', ')}`),
		forget: ({job, attempt}) => told.push(`forget ${job} #${attempt}`),
		close: async () => {},
	};
}

function idOf(job: string): string {
	return `${job} 1`;
}

function aSpec(job: string, attempt: number): JobSpec {
	return {
		job,
		attempt,
		id: `${job} ${attempt}`,
		scripts: {before: [], main: [], after: []},
		variables: {},
		artifactsIn: [],
		graceMs: 0,
		emptyWorkspace: false,
	};
}
