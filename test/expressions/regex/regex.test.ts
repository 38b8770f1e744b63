import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {compileRegex} from '../../../source/expressions/regex/regex.js';

function matches(source: string, text: string, flags = ''): boolean {
	const compiled = compileRegex(source, flags);
	if (!compiled.ok) throw compiled.error;
	return compiled.value.test(text);
}

describe('a regular expression', () => {
	test.each([
		['main', 'the-main-branch', true],
		['^main$', 'main', true],
		['^main$', 'maine', false],
		['^feature/.+', 'feature/x', true],
		['^feature/.+', 'feature/', false],
		['^v\\d+\\.\\d+(\\.\\d+)?$', 'v1.20', true],
		['^v\\d+\\.\\d+(\\.\\d+)?$', 'v1.20.x', false],
		['^(main|release-[0-9]{1,3})$', 'release-042', true],
		['^(main|release-[0-9]{1,3})$', 'release-0042', false],
		['a{2,}', 'caab', true],
		['^a{2}$', 'aaa', false],
		['[^a-c]', 'abc', false],
		['[]a]', ']', true],
		['[a-]', '-', true],
		['[[:digit:]_]+$', 'x_9', true],
		['\\bfix\\b', 'a fix here', true],
		['\\bfix\\b', 'prefixes', false],
		['(?i)RELEASE', 'a release', true],
		['(?i:re)LEASE', 'RELEASE', true],
		['(?i:re)LEASE', 'RElease', false],
		['a.c', 'a\nc', false],
		['(?s)a.c', 'a\nc', true],
		['^b$', 'a\nb\nc', false],
		['(?m)^b$', 'a\nb\nc', true],
		['\\Aa', 'ba', false],
		['\\.\\Q.*\\E', '...*', true],
		['\\x41\\x{1F600}', 'A😀', true],
		['^.$', '😀', true],
		['\\pL+\\P{Greek}', 'é1', true],
		['^\\p{Greek}$', 'λ', true],
		['', '', true],
		['x*', 'yyy', true],
		['(?P<year>\\d{4})-(?<month>\\d\\d)', 'on 2026-11', true],
		['a|', 'zzz', true],
		['a{,2}', 'a{,2}', true],
	])('/%s/ on %j is %s', (source, text, expected) => {
		expect(matches(source, text)).toBe(expected);
	});

	test('takes the flags of a rule', () => {
		expect(matches('main', 'MAIN', 'i')).toBe(true);
		expect(matches('^b$', 'a\nb', 'm')).toBe(true);
		expect(matches('a.b', 'a\nb', 's')).toBe(true);
	});

	test.each([
		['(?=x)', 'RE2 has no look-ahead', 0],
		['ab(?<!x)', 'RE2 has no look-behind', 2],
		['(a)\\1', 'RE2 has no back-references', 3],
		['(?>a)', 'RE2 has no atomic groups', 0],
		['a**', '"a**" repeats a repetition', 2],
		['*a', '"*" has nothing to repeat', 0],
		['a(b', '"(" is never closed', 1],
		['ab)', '")" closes nothing', 2],
		['[ab', '"[" is never closed', 0],
		['[z-a]', '"z-a" is not a range', 1],
		['a{3,2}', '"{3,2}" ends before it starts', 1],
		['a{1001}', 'RE2 repeats at most 1000 times', 1],
		['\\y', 'RE2 does not know \\y', 0],
		['a\\', 'it ends with a backslash', 1],
		['\\p{Nonsense}', 'there is no Unicode class "Nonsense"', 0],
		['[[:nonsense:]]', 'there is no class [:nonsense:]', 1],
		['((a{1000}){1000}){1000}', 'it is too big', 0],
		[`${'('.repeat(300)}${')'.repeat(300)}`, 'it is nested too deep', 201],
	])('/%s/ is refused: %s', (source, message, index) => {
		const compiled = compileRegex(source);
		expect(compiled.ok ? 'accepted' : {message: compiled.error.message, index: compiled.error.index}).toEqual({
			message,
			index,
		});
	});

	test('takes no longer for a pattern that makes others try without end', () => {
		const text = `${'a'.repeat(30_000)}b`;
		expect(matches('^(a+)+$', text)).toBe(false);
		expect(matches('(a|a|aa)*c', text)).toBe(false);
		expect(matches('((a{0}){1000}){1000}c', text)).toBe(false);
	});

	test('agrees with JavaScript on patterns that mean the same in both', () => {
		const letter = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^b]', '\\w', '\\d', '1', '\\b', '^', '$');
		const pattern = fc.letrec<{pattern: string}>(tie => ({
			pattern: fc.oneof(
				{maxDepth: 4},
				letter,
				fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
				fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
				fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}')).map(([a, b]) => `(?:${a})${b}`),
			),
		})).pattern;
		fc.assert(
			fc.property(
				pattern,
				fc.string({unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 8}),
				(source, text) => {
					expect(matches(source, text)).toBe(new RegExp(source).test(text));
				},
			),
			{numRuns: 500, seed: 2},
		);
	});
});
