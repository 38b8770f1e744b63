import {expect, test} from 'vitest';
import {SharedSlots} from '../../source/engine/children/shared-slots.js';

const never = new AbortController().signal;

test('no more than there are slots work at once, in the order of coming, also after one has failed', async () => {
	const slots = new SharedSlots(2);
	const order: string[] = [];
	const ends = [1, 2, 3, 4].map(() => Promise.withResolvers<void>());
	const works = ends.map(({promise}, index) =>
		slots
			.use(async () => {
				order.push(`start ${index}`);
				await promise;
			}, never)
			.catch(() => order.push(`failed ${index}`)),
	);
	await Promise.resolve();
	expect(order).toEqual(['start 0', 'start 1']);
	ends[1]?.reject(new Error('no'));
	await works[1];
	expect(order.filter(word => word.startsWith('start'))).toEqual(['start 0', 'start 1', 'start 2']);
	ends[0]?.resolve();
	ends[2]?.resolve();
	ends[3]?.resolve();
	await Promise.all(works);
	expect(order.filter(word => word.startsWith('start'))).toEqual(['start 0', 'start 1', 'start 2', 'start 3']);
});

test('who is stopped while waiting takes no slot', async () => {
	const slots = new SharedSlots(1);
	const end = Promise.withResolvers<string>();
	const first = slots.use(() => end.promise, never);
	const controller = new AbortController();
	const second = slots.use(async () => 'second', controller.signal);
	const third = slots.use(async () => 'third', never);
	controller.abort();
	expect(await second).toBeUndefined();
	end.resolve('first');
	expect([await first, await third]).toEqual(['first', 'third']);
	expect(await slots.use(async () => 'again', never)).toBe('again');
	expect(await slots.use(async () => 'never', AbortSignal.abort())).toBeUndefined();
});
