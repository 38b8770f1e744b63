import {expect, test} from 'vitest';
import {formatAge, formatDuration} from '../../source/report/duration.js';
import {lookOf, lookOfJob, looks, wordsOf} from '../../source/report/look.js';
import {shellWord} from '../../source/report/shell-word.js';
import {aJobState} from './a-run.js';

test('durations take few characters', () => {
	expect([-5, 0, 440, 9949, 9950, 58_000, 59_600, 62_000, 3_600_000, 7_510_000].map(formatDuration)).toEqual([
		'0.0s',
		'0.0s',
		'0.4s',
		'9.9s',
		'10s',
		'58s',
		'1:00',
		'1:02',
		'1:00:00',
		'2:05:10',
	]);
});

test('ages are told in the words that fit', () => {
	const now = Date.parse('2026-11-23T10:00:00Z');
	const minutes = [0, 5, 90, 60 * 47, 60 * 24 * 3, 60 * 24 * 100];
	expect(minutes.map(ago => formatAge(now - ago * 60_000, now))).toEqual([
		'now',
		'5 min ago',
		'1 h ago',
		'47 h ago',
		'3 days ago',
		'2026-08-15',
	]);
});

test('every ending is told from the others', () => {
	expect(lookOfJob(aJobState('a', {tries: 2}))).toBe('retried');
	expect(lookOfJob(aJobState('a', {status: 'Failed', allowed: true}))).toBe('allowed');
	expect(lookOfJob(aJobState('a', {status: 'Failed', reason: {kind: 'timeout', ms: 1000}}))).toBe('timeout');
	expect(lookOfJob(aJobState('a', {status: 'Failed', reason: {kind: 'out-of-memory'}}))).toBe('memory');
	expect(lookOfJob(aJobState('a', {status: 'Failed', reason: {kind: 'runner', code: 'X', message: 'gone'}}))).toBe(
		'error',
	);
	expect(
		lookOfJob(aJobState('a', {status: 'Canceled', reason: {kind: 'skipped', because: 'b', ended: 'failed'}})),
	).toBe('skipped');
	expect(lookOfJob(aJobState('a', {status: 'Canceled', reason: {kind: 'user'}}))).toBe('canceled');
	expect(lookOf({status: 'Pending', reasonKind: 'slot'})).toBe('queued');
	expect(lookOf({status: 'Running', phase: 'artifacts'})).toBe('running');
});

test('a look and its reason say nothing twice', () => {
	expect(wordsOf('failed', 'exit 1')).toBe('failed, exit 1');
	expect(wordsOf('skipped', 'skipped: compile failed')).toBe('skipped: compile failed');
	expect(wordsOf('error', 'runner error: no engine')).toBe('runner error: no engine');
	expect(wordsOf('canceled', 'canceled by the user')).toBe('canceled by the user');
	expect(wordsOf('passed', null)).toBe('passed');
});

test('a glyph is one character, and no two states look the same without colours', () => {
	for (const {glyph, ascii} of Object.values(looks)) {
		expect([...glyph].length).toBe(1);
		expect(ascii).toMatch(/^[\x21-\x7e]$/);
	}

	expect(new Set(Object.values(looks).map(({word}) => word)).size).toBe(Object.keys(looks).length);
});

test('a name is quoted for the shell when it must be', () => {
	expect(shellWord('test:unit')).toBe('test:unit');
	expect(shellWord("it's [a, b]")).toBe("'it'\\''s [a, b]'");
});
