import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {asciiSymbols, unicodeSymbols} from '../../../source/tui/symbols.js';
import {clockText} from '../../../source/tui/text/clock.js';
import {clean, columns, cut, cutMiddle, wrapped} from '../../../source/tui/text/cut.js';
import {cutRow, paint, rowText, span, spread} from '../../../source/tui/text/row.js';

describe('a row', () => {
	test('is cut with an ellipsis where something is missing', () => {
		expect(rowText(cutRow([span('test:'), span('contract')], 9))).toBe('test:con…');
		expect(rowText(cutRow([span('short')], 9))).toBe('short');
	});

	test('keeps its right end and gives up its left one', () => {
		expect(rowText(spread([span('a very long name')], [span('1:02')], 12))).toBe('a very… 1:02');
		expect(rowText(spread([span('name')], [span('1:02')], 12))).toBe('name    1:02');
	});

	test('is painted exactly as wide as it is asked for, whatever is in it', () => {
		const texts = fc.array(fc.constantFrom('job', '日本語', 'é', '👩‍👩‍👧', ' ', '…', 'ﷺ', 'e\u0301'), {maxLength: 12});
		fc.assert(
			fc.property(texts, fc.integer({min: 1, max: 40}), fc.boolean(), (parts, width, color) => {
				const row = parts.map(text => span(text, {color: 'red', bold: true}));
				expect(stringWidth(paint(row, width, color))).toBe(width);
			}),
			{seed: 142},
		);
	});

	test('has no escape sequence at all without colours', () => {
		expect(paint([span('failed', {color: 'red', bold: true, inverse: true})], 8, false)).toBe('failed  ');
		expect(paint([span('failed', {color: 'red', bold: true})], 6, true)).toBe('\u001B[1;31mfailed\u001B[0m');
	});
});

describe('text of a job', () => {
	test('reaches the terminal with colours and nothing else that a sequence can do', () => {
		const hostile =
			'a\u001B[2J\u001B]52;c;aGk=\u0007b\u001B[31mred\u001B[0m\u001B[?1049h\u0007\u009B1A\u202Ec\r\n\u001Bc';
		expect(clean(hostile, true)).toBe('ab\u001B[31mred\u001B[0mc');
		expect(clean(hostile, false)).toBe('abredc');
	});

	test('of any length is cut before it is measured', () => {
		expect(clean('x'.repeat(1_000_000), true).length).toBe(8192);
	});

	test('is cut by columns with its colours kept and closed', () => {
		expect(cut('plain text', 2, 4)).toBe('ain ');
		expect(cut('\u001B[31mred\u001B[39m rest', 1, 4)).toBe('\u001B[31med\u001B[39m r');
		expect(columns('日本')).toBe(4);
	});

	test('wraps to rows of the width', () => {
		expect(wrapped('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
		expect(wrapped('', 3)).toEqual(['']);
	});
});

test('a clock runs steadily', () => {
	expect([-5, 7000, 252_000, 3_600_000].map(clockText)).toEqual(['0:00', '0:07', '4:12', '1:00:00']);
});

test('every symbol of ours takes one column', () => {
	for (const symbols of [unicodeSymbols, asciiSymbols]) {
		for (const symbol of Object.values(symbols).flat()) {
			expect([symbol, stringWidth(symbol), columns(symbol)]).toEqual([symbol, 1, 1]);
		}
	}
});

test('a long name loses its middle, for names that begin alike differ at their ends', () => {
	expect(cutMiddle('test:unit: [core, 20]', 15)).toBe('test:un…re, 20]');
	expect(cutMiddle('lint', 15)).toBe('lint');
});
