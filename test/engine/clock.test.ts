import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {systemClock} from '../../source/engine/clock.js';
import {FakeClock} from '../../source/engine/fake-clock.js';

const day = 86_400_000;

describe('the clock of the system', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	test('waits for longer than the 24 days a timer of Node can', () => {
		let fired = 0;
		systemClock.setTimer(60 * day, () => fired++);
		vi.advanceTimersByTime(60 * day - 1);
		expect(fired).toBe(0);
		vi.advanceTimersByTime(2);
		expect(fired).toBe(1);
	});

	test('forgets a timer that was called off, however long it had waited', () => {
		let fired = 0;
		const callOff = systemClock.setTimer(60 * day, () => fired++);
		vi.advanceTimersByTime(30 * day);
		callOff();
		vi.advanceTimersByTime(60 * day);
		expect(fired).toBe(0);
		expect(vi.getTimerCount()).toBe(0);
	});
});

describe('the fake clock', () => {
	test('fires timers in the order of their times, those set meanwhile too', () => {
		const clock = new FakeClock();
		const fired: [string, number][] = [];
		const fire = (name: string) => () => fired.push([name, clock.monotonic()]);
		clock.setTimer(20, fire('late'));
		clock.setTimer(10, () => {
			fire('early')();
			clock.setTimer(5, fire('between'));
		});
		clock.advance(30);
		expect(fired).toEqual([
			['early', 10],
			['between', 15],
			['late', 20],
		]);
	});
});
