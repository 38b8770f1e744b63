import {describe, expect, test} from 'vitest';
import type {PlannedJob} from '../../source/model/plan.js';
import {reduce} from '../../source/scheduler/reduce.js';
import {Turn} from '../../source/scheduler/turn.js';
import {VectorEdit} from '../../source/scheduler/vector.js';
import {aJob, aRun, started} from './a-run.js';
import {Outside} from './generated.js';

const shapes: Readonly<Record<string, (count: number) => readonly PlannedJob[]>> = {
	'one stage': count => jobs(count, () => ({})),
	'stages of a hundred': count => jobs(count, place => ({stage: `stage ${Math.floor(place / 100)}`})),
	'one chain of needs': count => jobs(count, place => ({needs: place === 0 ? [] : [`job ${place - 1}`]})),
	'no needs at all, so that all are ready at once': count => jobs(count, () => ({needs: []})),
	'fifty needs each': count =>
		jobs(count, place => ({
			needs: Array.from({length: 50}, (_, back) => `job ${place - 51 - back}`).filter(name => !name.includes('-')),
		})),
	'two long stages': count => jobs(count, place => ({stage: place < count / 2 ? 'build' : 'test'})),
};

describe.each(Object.keys(shapes))('10,000 jobs: %s', shape => {
	test.each([
		['that pass', 'success'],
		['of which the first fails', 'failed'],
	] as const)('%s take work in proportion to their number', (_, first) => {
		const build = shapes[shape];
		if (build === undefined) throw new Error(shape);
		const small = workOf(build(1000), first);
		const large = workOf(build(10_000), first);
		expect(large.settled).toBe(true);
		expect(large.looks).toBeLessThan(small.looks * 13);
		expect(large.writes).toBeLessThan(small.writes * 13);
		// A job waits, queues, starts and ends, and each of its needs may change what it waits for.
		expect(large.writes).toBeLessThan(10_000 * (8 + (shape === 'fifty needs each' ? 150 : 2)));
	});
});

function jobs(
	count: number,
	more: (place: number) => {readonly stage?: string; readonly needs?: readonly string[]},
): readonly PlannedJob[] {
	return Array.from({length: count}, (_, place) => aJob(`job ${place}`, more(place)));
}

/** How often jobs are looked at and written during a whole run. */
function workOf(planned: readonly PlannedJob[], first: 'success' | 'failed') {
	const counts = {looks: 0, writes: 0};
	const {track} = Turn.prototype;
	const {set} = VectorEdit.prototype;
	Turn.prototype.track = function (number) {
		counts.looks++;
		return track.call(this, number);
	};
	VectorEdit.prototype.set = function (index, item) {
		counts.writes++;
		set.call(this, index, item);
	};
	try {
		const outside = new Outside();
		let next = reduce(aRun(planned, {concurrency: 8}), started);
		outside.perform(next.effects);
		for (let at = 1; outside.running.size > 0; at++) {
			const outcome =
				at === 1 && first === 'failed' ? ({kind: 'failed', exitCode: 1} as const) : ({kind: 'success'} as const);
			const event = outside.end(0, outcome, at);
			if (event === undefined) break;
			next = reduce(next.state, event);
			outside.perform(next.effects);
		}

		return {...counts, settled: next.state.run.endedAt !== undefined};
	} finally {
		Turn.prototype.track = track;
		VectorEdit.prototype.set = set;
	}
}
