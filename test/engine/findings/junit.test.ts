import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readJunit} from '../../../source/engine/findings/junit.js';

test('cases are counted by what became of them, whatever the suites say of their number', () => {
	const report = readJunit(`<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a runner -->
<testsuites tests="99">
  <testsuite name="cart" tests="4">
    <testcase classname="Cart" name="adds" time="0.01"/>
    <testcase classname="Cart" name="removes &lt;one&gt;" time="1.5" file="cart.ts" line="12">
      <failure message="expected 1 &amp; got 2" type="Assertion"><![CDATA[at cart.ts:12 <here>]]></failure>
      <system-out>noise</system-out>
    </testcase>
    <testcase name="is slow"><skipped/></testcase>
    <testcase name="breaks"><error type="TypeError">TypeError: no
  at x</error></testcase>
  </testsuite>
  <testsuite name="empty"></testsuite>
</testsuites>`);
	expect(report).toEqual({
		total: 4,
		failed: 1,
		skipped: 1,
		errors: 1,
		failures: [
			{
				kind: 'failed',
				suite: 'Cart',
				name: 'removes <one>',
				message: 'expected 1 & got 2',
				text: 'at cart.ts:12 <here>',
				file: 'cart.ts',
				line: 12,
				seconds: 1.5,
			},
			{kind: 'error', suite: 'cart', name: 'breaks', message: 'TypeError', text: 'TypeError: no\n  at x'},
		],
	});
});

test.each([
	['a report that was cut off', '<testsuite><testcase name="a"/><testcase name="b"><failure message="no', 2, 1],
	[
		'attributes without quotes',
		'<testsuite><testcase name=a><failure message=no></failure></testcase></testsuite>',
		1,
		1,
	],
	['a "<" that nobody escaped', '<testsuite><testcase name="a"><failure>1 < 2</failure></testcase></testsuite>', 1, 1],
	[
		'names with a prefix',
		'<j:testsuite xmlns:j="x"><j:testcase name="a"><j:failure/></j:testcase></j:testsuite>',
		1,
		1,
	],
	['a case without a suite', '<testcase name="a"/>', 1, 0],
	['HTML', '<!DOCTYPE html><html><body>404</body></html>', 0, 0],
	['nothing', '', 0, 0],
])('%s is read as far as it goes', (_, xml, total, failed) => {
	expect(readJunit(xml)).toMatchObject({total, failed});
});

test('an entity is never looked up, and none makes a text explode', () => {
	const xml =
		'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]><testcase name="&a;&f;"><failure/></testcase>';
	expect(readJunit(xml).failures[0]?.name).toBe('&a;&f;');
});

test('any text has an answer, and soon', () => {
	const piece = fc.constantFrom(
		'<',
		'>',
		'/',
		'"',
		"'",
		'=',
		' ',
		'<testcase',
		'<failure',
		']]>',
		'<![CDATA[',
		'<!--',
		'&#x',
		'a',
	);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 60}), pieces => {
			expect(readJunit(pieces.join('')).total).toBeGreaterThanOrEqual(0);
		}),
		{seed: 5, numRuns: 2000},
	);
	expect(readJunit('<testcase '.repeat(20_000)).total).toBeGreaterThan(0);
	expect(readJunit(`<testcase ${'a '.repeat(200_000)}`).total).toBe(1);
});
