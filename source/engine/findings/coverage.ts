import {compileScanningRegex} from '../../expressions/regex/regex.js';
import type {LogReader} from '../../logs/log.js';

/** How many lines are in memory at once. */
const window = 1000;

/**
 * The coverage a log tells, as GitLab finds it ("coverage"): in the last line where the expression matches, the first
 * number of its last group. Undefined when there is none, or the expression cannot be used.
 */
export async function coverageIn(
	log: Pick<LogReader, 'length' | 'read'>,
	expression: string,
): Promise<number | undefined> {
	const regex = compileScanningRegex(expression);
	if (!regex.ok) return undefined;
	for (let end = log.length; end > 0; end -= window) {
		const first = Math.max(0, end - window);
		const lines = await log.read(first, end - first);
		for (const {text} of lines.toReversed()) {
			const found = regex.value.scan(text).at(-1)?.at(-1);
			const number = /\d+(?:\.\d+)?/.exec(found ?? '')?.[0];
			if (number !== undefined) return Number(number);
		}
	}

	return undefined;
}
