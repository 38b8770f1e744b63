import {expect, test} from 'vitest';
import {Readers} from '../../source/engine/readers.js';
import type {Lines} from '../../source/engine/run-handle.js';
import type {RunEvent} from '../../source/model/run-event.js';

test('a reader hears of as many lines of a log as it wants, and of everything else', () => {
	const readers = new Readers(failOnError);
	const told: Record<string, number> = {all: 0, few: 0, none: 0};
	for (const lines of ['all', 'few', 'none'] as const) {
		readers.add(event => {
			told[lines] = (told[lines] ?? 0) + (event.type === 'job-log' ? 1 : 100);
		}, lines);
	}

	for (let at = 0; at < 250; at += 10) {
		readers.tellLine('a', at, aLine);
	}

	readers.tell({type: 'stage-started', at: '', stage: 'test'});
	expect(told).toEqual({all: 125, few: 103, none: 100});
});

test('no line is wanted that nobody will be told', () => {
	const readers = new Readers(failOnError);
	let lines: Lines = 'none';
	const leave = readers.add(
		() => {},
		() => lines,
	);
	expect(readers.wantsLine('a', () => 0)).toBe(false);
	lines = 'few';
	expect(readers.wantsLine('a', () => 0)).toBe(true);
	readers.tellLine('a', 0, aLine);
	expect(readers.wantsLine('a', () => 50)).toBe(false);
	expect(readers.wantsLine('b', () => 50)).toBe(true);
	expect(readers.wantsLine('a', () => 100)).toBe(true);
	lines = 'all';
	expect(readers.wantsLine('a', () => 50)).toBe(true);
	leave();
	expect(readers.wantsLine('a', () => 200)).toBe(false);
});

const aLine: RunEvent = {type: 'job-log', at: '', job: 'a', attempt: 1, text: 'x'};

function failOnError(error: unknown): void {
	throw error;
}
