import {describe, expect, test} from 'vitest';
import type {Diagnostic} from '../../source/errors.js';
import {formatDiagnostic, formatDiagnostics} from '../../source/report/diagnostics.js';

const plain = {color: false, ascii: false};

function told(line: string, column: number, length: number, over: Partial<Diagnostic> = {}): readonly string[] {
	const diagnostic: Diagnostic = {
		severity: 'error',
		code: 'NEEDS_UNKNOWN',
		message: 'it is wrong',
		position: {file: 'ci.yml', line: 2, column, length},
		...over,
	};
	return formatDiagnostic(diagnostic, new Map([['ci.yml', `first\n${line}\nthird`]]), plain).split('\n');
}

describe('a diagnostic', () => {
	test('shows its place, its line underlined, where it was included from, and a hint', () => {
		const lines = told('  needs: [biuld]', 11, 5, {
			hint: 'did you mean "build"?',
			includedFrom: [
				{file: 'main.yml', line: 1, column: 10},
				{file: 'more.yml', line: 4, column: 3},
			],
		});
		expect(lines).toEqual([
			'ci.yml:2:11',
			'error NEEDS_UNKNOWN: it is wrong',
			'    2 |   needs: [biuld]',
			'      |           ^^^^^',
			'  included from more.yml:4:3',
			'  included from main.yml:1:10',
			'  hint: did you mean "build"?',
		]);
	});

	test('underlines at the right column behind tabs and wide characters', () => {
		expect(told('\ta: x', 5, 1).slice(2)).toEqual(['    2 |     a: x', '      |        ^']);
		expect(told('日本: 値段', 5, 2).slice(2)).toEqual(['    2 | 日本: 値段', '      |       ^^^^']);
		expect(told('😀 x', 3, 1).slice(2)).toEqual(['    2 | 😀 x', '      |    ^']);
		expect(told('e\u0301 x', 4, 1).slice(2)).toEqual(['    2 | e\u0301 x', '      |   ^']);
	});

	test('lets no control character reach the terminal', () => {
		expect(told('a\u001B[2Jb\u202Ec\rd', 1, 1)[2]).toBe('    2 | a?[2Jb?c?d');
	});

	test('cuts a long line around the place', () => {
		const [, , line = '', underline = ''] = told(`${'x'.repeat(500)}HERE${'y'.repeat(500)}`, 501, 4);
		expect(line).toMatch(/^ {4}2 \| …x{40}HEREy+…$/);
		expect(line.indexOf('HERE')).toBe(underline.indexOf('^'));
	});

	test('shows no line when the place is behind the end of the file', () => {
		const diagnostic: Diagnostic = {
			severity: 'error',
			code: 'FILE_EMPTY',
			message: 'empty',
			position: {file: 'ci.yml', line: 1, column: 1},
		};
		expect(formatDiagnostic(diagnostic, new Map(), plain)).toBe('ci.yml:1:1\nerror FILE_EMPTY: empty');
		expect(formatDiagnostic(diagnostic, new Map([['ci.yml', '']]), plain)).toBe('ci.yml:1:1\nerror FILE_EMPTY: empty');
	});

	test('is coloured when asked, and says the same', () => {
		const diagnostic: Diagnostic = {
			severity: 'warning',
			code: 'X',
			message: 'm',
			hint: 'h',
			position: {file: 'ci.yml', line: 1, column: 1},
		};
		const coloured = formatDiagnostic(diagnostic, new Map([['ci.yml', 'a']]), {color: true, ascii: false});
		expect(coloured).toContain('\u001B[33mwarning X\u001B[39m: m');
		expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(
			formatDiagnostic(diagnostic, new Map([['ci.yml', 'a']]), plain),
		);
	});
});

test('many are counted at the end', () => {
	const position = {file: 'ci.yml', line: 1, column: 1};
	const error: Diagnostic = {severity: 'error', code: 'E', message: 'e', position};
	const warning: Diagnostic = {severity: 'warning', code: 'W', message: 'w', position};
	expect(formatDiagnostics([error, error, warning], new Map(), plain).split('\n\n').at(-1)).toBe('2 errors, 1 warning');
	expect(formatDiagnostics([warning], new Map(), plain).split('\n\n').at(-1)).toBe('1 warning');
	expect(formatDiagnostics([], new Map(), plain)).toBe('');
});
