import {expect, test} from 'vitest';
import {type Reason, reasonFrom, reasonText} from '../../source/model/reason.js';

test.each<Reason>([
	{kind: 'manual'},
	{kind: 'slot'},
	{kind: 'held'},
	{kind: 'user'},
	{kind: 'interrupted'},
	{kind: 'out-of-memory'},
	{kind: 'script', exitCode: 42},
	{kind: 'timeout', ms: 90_000},
	{kind: 'runner', code: 'RUNNER', message: 'no engine answers: connect ENOENT'},
	{kind: 'signal', signal: 'SIGTERM'},
	{kind: 'blocked', by: 'deploy: [a, b]'},
	{kind: 'stage', stage: 'build and test'},
	{kind: 'skipped', because: 'unit tests 1/3', ended: 'failed'},
	{kind: 'skipped', because: 'what was canceled', ended: 'canceled'},
	{kind: 'skipped', because: undefined, ended: 'failed'},
])('the words of a stored reason give it back: $kind', reason => {
	const back = reasonFrom(reason.kind, reasonText(reason));
	expect(back).toEqual(
		reason.kind === 'skipped' && reason.because === undefined ? {...reason, ended: 'passed'} : reason,
	);
	expect(back && reasonText(back)).toBe(reasonText(reason));
});

test('the words name three jobs at most', () => {
	expect(reasonText({kind: 'needs', jobs: ['a', 'b', 'c']})).toBe('waits for a, b, c');
	expect(reasonText({kind: 'needs', jobs: ['a', 'b', 'c', 'd']})).toBe('waits for a, b and 2 more');
});

test('a delay counts down in whole seconds', () => {
	expect(reasonText({kind: 'delayed', until: 5000}, 1001)).toBe('starts in 4s');
	expect(reasonText({kind: 'delayed', until: 5000}, 9000)).toBe('starts in 0s');
});

test('a reason that is not known is none', () => {
	expect(reasonFrom(undefined)).toBeUndefined();
	expect(reasonFrom('needs', 'waits for a')).toBeUndefined();
});
