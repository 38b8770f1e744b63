import fc from 'fast-check';
import {expect, test} from 'vitest';
import {rawLine} from '../../source/logs/line-splitter.js';
import {formatBytes, renderLine, sgrAfter} from '../../source/logs/render-line.js';
import {applySgr, plainSgr} from '../../source/logs/sgr.js';

function shown(text: string | Buffer, sgr = plainSgr): string {
	return renderLine(rawLine(Buffer.from(text as string)), sgr).text;
}

test.each([
	['a progress bar shows its last state', '10%\r50%\r100%', '100%'],
	['what a shorter text does not cover stays, as in a terminal', 'Downloading\rDone', 'Doneloading'],
	['a line that is cleared before it is written again leaves nothing', 'Downloading\r\u001b[KDone', 'Done'],
	['a carriage return before the newline does nothing', 'hello\r', 'hello'],
	['a backspace goes back one column', 'a|\b/\b-', 'a-'],
	['tabs go to the next eighth column', 'a\tb\t\tc', 'a       b               c'],
	['bells, nulls and other controls are dropped', 'a\u0007b\u0000c\u000bd\u007fe\u001af', 'abcdef'],
	['cursor moves out of the line are dropped', 'a\u001b[2Jb\u001b[3;4Hc\u001b[1Ad', 'abcd'],
	['the column is set by progress bars of readline', 'long text\u001b[1G\u001b[0Kshort', 'short'],
	['private modes are dropped', '\u001b[?1049h\u001b[?25la\u001b[>4;1mb', 'ab'],
	['a window title is dropped', 'a\u001b]0;title\u0007b', 'ab'],
	['a copy to the clipboard is dropped', 'a\u001b]52;c;aGVsbG8=\u001b\\b', 'ab'],
	[
		'the text of a link is kept',
		'see \u001b]8;;https://example.org\u001b\\the page\u001b]8;;\u001b\\ now',
		'see the page now',
	],
	[
		'device control, application and privacy strings are dropped',
		'a\u001bPq1\u001b\\b\u001b_x\u001b\\c\u001b^y\u001b\\d\u001bXz\u001b\\e',
		'abcde',
	],
	['8-bit controls are dropped with what they introduce', 'a\u009b2Jb\u009d0;title\u009cc\u0085d', 'abcd'],
	['a title that never ends hides nothing but its line', 'a\u001b]0;title', 'a'],
	['a sequence that is cut off is dropped', 'a\u001b[', 'a'],
	['character sets are not chosen', 'a\u001b(0b', 'ab'],
	['bidirectional controls are dropped', 'a\u202eb\u2066c\u200fd', 'abcd'],
	['wide characters and emoji stay whole', '日本 👨‍👩‍👧 é', '日本 👨‍👩‍👧 é'],
	['half of a wide character is not left over', '日本\rab', 'ab本'],
	['the other half of a wide character becomes a space', '日本\rx', 'x 本'],
	[
		'colours are kept and closed',
		'\u001b[31mred\u001b[0m plain \u001b[1;38;5;208mbold',
		'\u001b[31mred\u001b[0m plain \u001b[1;38;5;208mbold\u001b[0m',
	],
	['colours in colon form are understood', '\u001b[38:2::1:2:3mx', '\u001b[38;2;1;2;3mx\u001b[0m'],
	['blinking and hidden text is plain text', '\u001b[5;8mx', 'x'],
])('%s', (_, text, expected) => {
	expect(shown(text)).toBe(expected);
});

test('bytes that are no UTF-8 become replacement characters', () => {
	expect(shown(Buffer.from([0x61, 0xff, 0xe2, 0x82, 0x62]))).toBe('a\ufffd\ufffdb');
});

test('a character that is still being written is waited for', () => {
	const bytes = Buffer.from('né');
	expect(renderLine(rawLine(bytes.subarray(0, 2), false), plainSgr).text).toBe('n');
});

test('colours go on from the line before', () => {
	const red = applySgr(plainSgr, '31');
	expect(shown('still red', red)).toBe('\u001b[31mstill red\u001b[0m');
	expect(renderLine(rawLine(Buffer.from('\u001b[0m')), red).sgr).toEqual(plainSgr);
});

test('a long line is cut at 8,192 columns and says how much is left', () => {
	expect(shown('x'.repeat(8192))).toBe('x'.repeat(8192));
	expect(shown('x'.repeat(8192 + 82_000))).toBe(`${'x'.repeat(8192)}…+82 KB`);
	expect(shown('x'.repeat(5_000_000))).toBe(`${'x'.repeat(8192)}…+5.0 MB`);
});

test('a progress bar of megabytes shows its last state', () => {
	expect(shown(`${'downloading 12345\r'.repeat(100_000)}done`)).toBe('doneloading 12345');
});

test('sizes are told in few characters', () => {
	expect([0, 999, 1000, 82_400, 999_499, 999_500, 1_250_000, 12_500_000, 2e9].map(formatBytes)).toEqual([
		'0 B',
		'999 B',
		'1 KB',
		'82 KB',
		'999 KB',
		'1.0 MB',
		'1.3 MB',
		'13 MB',
		'2.0 GB',
	]);
});

test('nothing but colours comes out, whatever goes in', () => {
	const piece = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.uint8Array().map(bytes => Buffer.from(bytes).toString('latin1')),
		fc.constantFrom(
			'\u001b[',
			'\u001b]',
			'\u001bP',
			'\u009b',
			'\u009d',
			'\r',
			'\b',
			'\t',
			'm',
			'31m',
			';',
			'\u001b\\',
			'\u0007',
			'K',
			'9999999999C',
			'\u001b[2K',
			'日',
			'👩',
			'\u200d',
			'\u0301',
		),
	);
	fc.assert(
		fc.property(fc.array(piece), pieces => {
			const text = shown(pieces.join('').replaceAll('\n', ''));
			const rest = text.replace(/\u001b\[[\d;]*m/g, '');
			expect(rest).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
			if (text !== rest) expect(text.endsWith('\u001b[0m')).toBe(true);
		}),
		{seed: 20261123, numRuns: 3000},
	);
});

test('colours after a line are the same whether it is drawn or only looked through, and lines end alike by either way', () => {
	const piece = fc.constantFrom(
		'\u001b[31m',
		'\u001b[1;44m',
		'\u001b[0m',
		'\u009b32m',
		'\u001b]0;t\u0007',
		'\u001b[',
		'm',
		'日',
		'text ',
		'\u0007',
	);
	fc.assert(
		fc.property(fc.array(piece), fc.constantFrom('', '31', '1;38;5;9'), (pieces, before) => {
			const sgr = before === '' ? plainSgr : applySgr(plainSgr, before);
			const raw = rawLine(Buffer.from(pieces.join('')));
			const straight = renderLine(raw, sgr);
			// A move of no columns makes no difference to what is shown, and is drawn cell by cell.
			const drawn = renderLine(rawLine(Buffer.from(`\u001b[1G${pieces.join('')}`)), sgr);
			expect(straight).toEqual(drawn);
			expect(sgrAfter(raw, sgr)).toEqual(straight.sgr);
		}),
		{seed: 20261123, numRuns: 2000},
	);
});
