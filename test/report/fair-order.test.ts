import fc from 'fast-check';
import {expect, test} from 'vitest';
import {FairOrder} from '../../source/report/fair-order.js';

test('one job is printed until it ends, then the one that has waited longest', () => {
	const order = new FairOrder();
	expect(order.add('a', 'a1', 0)).toEqual(['a1']);
	expect(order.add('b', 'b1', 1)).toEqual([]);
	expect(order.add('c', 'c1', 2)).toEqual([]);
	expect(order.add('a', 'a2', 3)).toEqual(['a2']);
	expect(order.add('a', 'a end', 4, true)).toEqual(['a end', 'b1']);
	expect(order.add('c', 'c2', 5)).toEqual([]);
	expect(order.add('b', 'b end', 6, true)).toEqual(['b end', 'c1', 'c2']);
});

test('a job that keeps printing makes room after five seconds and not before', () => {
	const order = new FairOrder();
	order.add('a', 'a', 0);
	order.add('b', 'b', 0);
	for (let at = 500; at < 5000; at += 500) expect(order.add('a', 'a', at)).toEqual(['a']);
	expect(order.add('a', 'last', 5000)).toEqual(['last', 'b']);
	for (let at = 5500; at < 10_000; at += 500) {
		expect(order.add('b', 'b', at)).toEqual(['b']);
		expect(order.add('a', 'a', at)).toEqual([]);
	}
});

test('a job that falls silent makes room after a second', () => {
	const order = new FairOrder();
	order.add('a', 'a', 0);
	expect(order.add('b', 'b', 100)).toEqual([]);
	expect(order.tick(999)).toEqual([]);
	expect(order.tick(1000)).toEqual(['b']);
	expect(order.add('b', 'more', 1001)).toEqual(['more']);
});

test('jobs that have ended are printed whole at the next turn', () => {
	const order = new FairOrder();
	order.add('a', 'a', 0);
	order.add('b', 'b1', 1);
	order.add('c', 'c1', 2);
	order.add('c', 'c end', 3, true);
	expect(order.tick(1000)).toEqual(['c1', 'c end', 'b1']);
});

test('not more than so much is held back', () => {
	const order = new FairOrder({most: 10});
	order.add('a', 'a', 0);
	expect(order.add('b', '12345', 0)).toEqual([]);
	expect(order.add('b', '67890', 0)).toEqual([]);
	expect(order.add('b', '!', 0)).toEqual(['12345', '67890', '!']);
});

test('no line is lost or told twice, and each job keeps its order', () => {
	const step = fc.record({
		job: fc.constantFrom('a', 'b', 'c'),
		pause: fc.nat(3000),
		ended: fc.boolean(),
		ticks: fc.boolean(),
	});
	fc.assert(
		fc.property(fc.array(step, {maxLength: 60}), steps => {
			const order = new FairOrder({most: 40});
			const told: string[] = [];
			const given = new Map<string, string[]>();
			let at = 0;
			for (const [number, {job, pause, ended, ticks}] of steps.entries()) {
				at += pause;
				if (ticks) told.push(...order.tick(at));
				const line = `${job} ${number}`;
				given.set(job, [...(given.get(job) ?? []), line]);
				told.push(...order.add(job, line, at, ended));
			}

			told.push(...order.drain());
			expect(told.length).toBe(steps.length);
			for (const [job, lines] of given) expect(told.filter(line => line.startsWith(job))).toEqual(lines);
		}),
		{seed: 20261123, numRuns: 2000},
	);
});
