import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compileScanningRegex} from '../../../source/expressions/regex/regex.js';

function scan(source: string, text: string, flags = ''): readonly (readonly string[])[] {
	const regex = compileScanningRegex(source, flags);
	if (!regex.ok) throw regex.error;
	return regex.value.scan(text);
}

test.each([
	['\\d+', 'a1 b22', [['1'], ['22']]],
	[
		'(\\d+)\\.(\\d+)',
		'1.2 and 33.44',
		[
			['1', '2'],
			['33', '44'],
		],
	],
	['a(b)?', 'ab a', [['b'], ['']]],
	['(?:x)(?P<name>y)', 'xy', [['y']]],
	['(a+)(a*)', 'aaa', [['aaa', '']]],
	['(a+?)(a*)', 'aaa', [['a', 'aa']]],
	['<(.*)>', '<a><b>', [['a><b']]],
	['<(.*?)>', '<a><b>', [['a'], ['b']]],
	['(a|ab)(c|bcd)?', 'abcd', [['a', 'bcd']]],
	['(?:(a)|b)*', 'ab', [['a'], ['']]],
	['^TOTAL.+?(\\d+%)$', 'TOTAL  120  6  95%', [['95%']]],
	['(\\d{1,3}(?:\\.\\d+)?)%', '12% of 99.5%', [['12'], ['99.5']]],
	['x*', 'axb', [[''], ['x'], ['']]],
])('%j in %j finds %j', (source, text, found) => {
	expect(scan(source, text).slice(0, found.length)).toEqual(found);
});

test('the flag U turns greedy and lazy about', () => {
	expect(scan('<(.*)>', '<a><b>', 'U')).toEqual([['a'], ['b']]);
	expect(scan('<(.*?)>', '<a><b>', 'U')).toEqual([['a><b']]);
});

test('what would take others for ever takes no time', () => {
	expect(scan('(a*)*b|((a|aa)+)+c', 'a'.repeat(5000))).toEqual([]);
});

test('it finds what JavaScript finds, where both mean the same', () => {
	const atom = fc.constantFrom('a', 'b', '.', '[ab]', '(a)', '(b|a)', '(?:a|bc)', '(a*b)', '(ab?)');
	const piece = fc.tuple(atom, fc.constantFrom('', '+', '?', '+?', '??', '{1,2}')).map(parts => parts.join(''));
	const source = fc.array(piece, {minLength: 1, maxLength: 4}).map(pieces => pieces.join(''));
	const text = fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 12}).map(letters => letters.join(''));
	fc.assert(
		fc.property(source, text, (pattern, subject) => {
			const expected = [...subject.matchAll(new RegExp(pattern, 'g'))].map(match => match[0]);
			// The whole match as the first group.
			const found = scan(`(${pattern})`, subject).map(groups => groups[0]);
			expect(found).toEqual(expected);
		}),
		{seed: 7, numRuns: 2000},
	);
});
