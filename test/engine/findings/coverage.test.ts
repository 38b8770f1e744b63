import {expect, test} from 'vitest';
import {coverageIn} from '../../../source/engine/findings/coverage.js';

function aLog(lines: readonly string[]) {
	return {
		length: lines.length,
		read: async (first: number, count: number) =>
			lines
				.slice(first, first + count)
				.map((text, index) => ({number: first + index, text, at: 0, kind: 'output' as const})),
	};
}

test.each([
	['the last line that matches counts', 'Coverage: (\\d+)%', ['Coverage: 10%', 'Coverage: 20%', 'done'], 20],
	['the last match in a line counts', '\\d+%', ['12% lines, 34% branches'], 34],
	['of its last group the number', 'Lines: (.*)% of (\\d+)', ['Lines: 87.5% of 200'], 200],
	['without groups the first number of the match', 'Lines.*\\d+\\.\\d+%', ['Lines 3: 87.5%'], 3],
	['a match without a number goes on to earlier lines', 'Cov: (.*)', ['Cov: 50', 'Cov: unknown'], 50],
	['no match is no coverage', 'Coverage: (\\d+)%', ['nothing here'], undefined],
	['an empty log has none', '\\d+', [], undefined],
	['an expression that cannot be used finds nothing', '(', ['1'], undefined],
])('%s', async (_, expression, lines, coverage) => {
	expect(await coverageIn(aLog(lines), expression)).toBe(coverage);
});

test('a long log is read from its end', async () => {
	const lines = Array.from({length: 5000}, (_, index) => `at ${index}`);
	expect(await coverageIn(aLog(lines), '^at (\\d*[05]00)$')).toBe(4500 + 0);
	expect(await coverageIn(aLog(lines), '^at (7)$')).toBe(7);
});
