import {describe, expect, test} from 'vitest';
import {linkIn, linkText} from '../../../source/tui/problems/link.js';
import {placeOf, problemIn} from '../../../source/tui/problems/problem.js';

const told: readonly (readonly [
	tool: string,
	line: string,
	severity: string | undefined,
	place: string | undefined,
])[] = [
	['tsc', "src/app.ts(12,5): error TS2322: Type 'string' is not assignable", 'error', 'src/app.ts:12:5'],
	['tsc --pretty', 'src/app.ts:12:5 - error TS2322: Type', 'error', 'src/app.ts:12:5'],
	['gcc', "main.c:4:10: fatal error: 'nope.h' file not found", 'error', 'main.c:4:10'],
	['clang', 'lib/a.cc:9:1: warning: unused variable', 'warning', 'lib/a.cc:9:1'],
	['eslint', '  88:24  error  Unexpected any  no-explicit-any', 'error', undefined],
	['eslint', '  8:2  warning  Unexpected console  no-console', 'warning', undefined],
	['vitest', ' FAIL  src/pay/refund.test.ts > refund', 'error', undefined],
	['jest', '      at Object.<anonymous> (src/pay/refund.test.ts:88:24)', undefined, 'src/pay/refund.test.ts:88:24'],
	['jest', '  ● refund › rejects a second refund', 'error', undefined],
	['pytest', 'E       assert 200 == 409', 'error', undefined],
	['pytest', 'tests/test_pay.py:31: AssertionError', 'error', 'tests/test_pay.py:31'],
	['pytest', 'FAILED tests/test_pay.py::test_refund - assert 200 == 409', 'error', undefined],
	['python', '  File "app/pay.py", line 12, in refund', undefined, 'app/pay.py:12'],
	['go', '    refund_test.go:31: want 409, got 200', 'error', 'refund_test.go:31'],
	['go', '--- FAIL: TestRefund (0.00s)', 'error', undefined],
	['rustc', 'error[E0308]: mismatched types', 'error', undefined],
	['rustc', '  --> src/main.rs:4:5', undefined, 'src/main.rs:4:5'],
	['rust', "thread 'main' panicked at src/main.rs:4:5:", 'error', 'src/main.rs:4:5'],
	['npm', 'npm ERR! Test failed.', 'error', undefined],
	['words', 'the upload has failed', 'error', undefined],
	['a summary', 'Tests: 0 failed, 118 passed', undefined, undefined],
	['a summary', 'found 0 errors', undefined, undefined],
	['an address', 'listening on http://example.org:8080', undefined, undefined],
	['a time', '12:30:45.123 all is well', undefined, undefined],
	['a version', 'using node v24.1.0', undefined, undefined],
];

describe('what a line tells of', () => {
	for (const [tool, line, severity, place] of told) {
		test(`${tool}: ${line.trim()}`, () => {
			const link = linkIn(line);
			expect([problemIn(line)?.severity, link && linkText(link)]).toEqual([severity, place]);
		});
	}
});

test('the place of an error is in the file named above it, or in the trace below it', () => {
	expect(placeOf(['src/app.ts', '  88:24  error  Unexpected any'], 1)).toEqual({
		file: 'src/app.ts',
		line: 88,
		column: 24,
	});
	const trace = [
		'Error: expected 409',
		'    at Proxy.<anonymous> (node_modules/vitest/dist/index.js:12:1)',
		'    at src/pay/refund.test.ts:88:24',
	];
	expect(placeOf(trace, 0)).toEqual({file: 'src/pay/refund.test.ts', line: 88, column: 24});
	expect(placeOf(['Error: no place'], 0)).toBeUndefined();
});
