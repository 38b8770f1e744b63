import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isTruthful} from '../../source/expressions/evaluate.js';
import {parseExpression} from '../../source/expressions/parse.js';

const variables = {
	CI_COMMIT_BRANCH: 'feature/basket',
	CI_DEFAULT_BRANCH: 'main',
	EMPTY: '',
	BLANK: '  ',
	YES: 'true',
	PATTERN: '/^feature\\//',
	BROKEN: '/(/',
	PART: 'basket',
};

function holds(text: string): boolean {
	const parsed = parseExpression(text);
	if (!parsed.ok) throw parsed.error;
	return isTruthful(parsed.value, new Map(Object.entries(variables)));
}

function problemOf(text: string) {
	const parsed = parseExpression(text);
	if (parsed.ok) return 'accepted';
	const {message, index, length} = parsed.error;
	return [message, index, length];
}

describe('a condition', () => {
	test.each([
		['$CI_COMMIT_BRANCH', true],
		['$EMPTY', false],
		['$BLANK', false],
		['$UNKNOWN', false],
		['$CI_COMMIT_BRANCH == "feature/basket"', true],
		["$CI_COMMIT_BRANCH == 'main'", false],
		['"main" == $CI_DEFAULT_BRANCH', true],
		['$CI_COMMIT_BRANCH != $CI_DEFAULT_BRANCH', true],
		['$UNKNOWN == null', true],
		['$EMPTY == null', false],
		['$EMPTY == ""', true],
		['$UNKNOWN != null', false],
		['$UNKNOWN == $ALSO_UNKNOWN', true],
		['$YES == "true"', true],
		['$YES == true', true],
		['false != $YES', true],
		['$UNKNOWN == false', false],
		['!$UNKNOWN', true],
		['!$EMPTY', true],
		['!!$YES', true],
		['! ($YES && $UNKNOWN)', true],
		['!$YES == "false"', true],
		['!$UNKNOWN && $YES', true],
		['"false" == !$YES', true],
		['true', true],
		['false || "x"', true],
		['$CI_COMMIT_BRANCH =~ /^feature/', true],
		['$CI_COMMIT_BRANCH =~ /^FEATURE/', false],
		['$CI_COMMIT_BRANCH =~ /^FEATURE/i', true],
		['$CI_COMMIT_BRANCH =~ /^feature\\/.+$/', true],
		['$CI_COMMIT_BRANCH !~ /^feature/', false],
		['$UNKNOWN =~ /x/', false],
		['$UNKNOWN =~ /^$/', true],
		['$UNKNOWN !~ /x/', true],
		['$CI_COMMIT_BRANCH =~ $PATTERN', true],
		['$CI_DEFAULT_BRANCH =~ $PATTERN', false],
		['$CI_COMMIT_BRANCH =~ $UNKNOWN', false],
		['$CI_COMMIT_BRANCH !~ $UNKNOWN', true],
		['$PART =~ $CI_COMMIT_BRANCH', true],
		['$CI_COMMIT_BRANCH =~ $PART', false],
		['$CI_COMMIT_BRANCH =~ $BROKEN', false],
		['$YES && $CI_COMMIT_BRANCH', true],
		['$YES && $UNKNOWN', false],
		['$UNKNOWN || $YES', true],
		['$UNKNOWN && $UNKNOWN || $YES', true],
		['$YES || $YES && $UNKNOWN', true],
		['($YES || $YES) && $UNKNOWN', false],
		['$CI_COMMIT_BRANCH == "a" || $CI_COMMIT_BRANCH == "feature/basket" && $YES == "true"', true],
		['$YES == "true" == false', false],
		['(($YES))', true],
		['$YES&&$YES=="true"', true],
		['"it\'s" == "it\'s"', true],
		['$YES\n  == "true"', true],
	])('%s is %s', (text, expected) => {
		expect(holds(text)).toBe(expected);
	});

	test('an empty text is something for && and nothing in the end, as in GitLab', () => {
		expect(holds('$EMPTY && $YES')).toBe(true);
		expect(holds('$EMPTY || $YES')).toBe(false);
	});

	test.each([
		['', ['the expression is empty', 0, 0]],
		['   ', ['the expression is empty', 0, 3]],
		['$A ==', ['the expression ends too early', 4, 1]],
		['$A "x"', ['an operator is missing before ""x""', 3, 3]],
		['== $A', ['a value is missing before "=="', 0, 2]],
		['$A && || $B', ['a value is missing before "||"', 6, 2]],
		['($A', ['"(" is never closed', 0, 1]],
		['$A)', ['")" closes nothing', 2, 1]],
		['()', ['a value is missing before ")"', 1, 1]],
		['$A = "x"', ['"=" cannot be read here', 3, 1]],
		['$A == "x', ['the text is never closed', 6, 2]],
		['$A =~ /x', ['the regular expression is never closed', 6, 2]],
		['$A =~ /a(/', ['the regular expression cannot be used: "(" is never closed', 8, 1]],
		['${A} == "x"', ['"$" is not followed by a name', 0, 1]],
		['!', ['the expression ends too early', 0, 1]],
		['$A !', ['an operator is missing before "!"', 3, 1]],
		['$A == main', ['"main" cannot be read here', 6, 4]],
		[Array.from({length: 60}, () => '$A').join(' && '), ['the expression has more than 100 parts', 300, 2]],
	])('%s is refused with its place', (text, expected) => {
		expect(problemOf(text)).toEqual(expected);
	});

	test('any text is either a condition or refused, with a place inside of it', () => {
		const piece = fc.constantFrom(
			'$A',
			'"x"',
			"'",
			'"',
			'/a/',
			'/',
			'(',
			')',
			'==',
			'=~',
			'!~',
			'&&',
			'||',
			'!',
			'null',
			' ',
			'$',
			'\\',
			'é',
			'😀',
		);
		const text = fc.oneof(
			fc.array(piece, {maxLength: 12}).map(pieces => pieces.join('')),
			fc.string(),
		);
		fc.assert(
			fc.property(text, written => {
				const parsed = parseExpression(written);
				if (parsed.ok) isTruthful(parsed.value, new Map([['A', 'x']]));
				else {
					expect(parsed.error.index).toBeGreaterThanOrEqual(0);
					expect(parsed.error.index).toBeLessThanOrEqual(written.length);
				}
			}),
			{numRuns: 3000, seed: 1},
		);
	});

	test('and means the same as in JavaScript for texts that are not empty', () => {
		const leaf = fc.constantFrom('$YES', '$UNKNOWN', '"a" == "a"', '"a" == "b"');
		const tree = fc.letrec<{tree: string}>(tie => ({
			tree: fc.oneof(
				{maxDepth: 4},
				leaf,
				fc.tuple(tie('tree'), fc.constantFrom('&&', '||'), tie('tree')).map(([a, op, b]) => `(${a} ${op} ${b})`),
			),
		})).tree;
		fc.assert(
			fc.property(tree, text => {
				if (text.split(/[\s()]+/).length > 90) return;
				const script = text.replaceAll('$YES', 'true').replaceAll('$UNKNOWN', 'false');
				expect(holds(text)).toBe(Boolean(new Function(`return ${script}`)()));
			}),
			{numRuns: 300, seed: 3},
		);
	});
});
