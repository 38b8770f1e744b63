import {expect, test} from 'vitest';
import {goDuration} from '../../source/executor/go-duration.js';
import {secondsIn, timeLimits} from '../../source/executor/time-limits.js';

test.each([
	['90s', 90_000],
	['1h30m', 5_400_000],
	['1.5m', 90_000],
	['250ms', 250],
	['0', 0],
	['10', undefined],
	['ten minutes', undefined],
	['', undefined],
])('%j is %j ms', (text, ms) => {
	expect(goDuration(text)).toBe(ms);
});

test('a script has no limit of its own and an after_script five minutes, unless the job says otherwise', () => {
	expect(timeLimits({}).script.signals).toEqual([]);
	expect(timeLimits({}).afterScript.ms).toBe(300_000);
	const {script, afterScript} = timeLimits({RUNNER_SCRIPT_TIMEOUT: '2m', RUNNER_AFTER_SCRIPT_TIMEOUT: '90s'});
	expect([script.ms, afterScript.ms]).toEqual([120_000, 90_000]);
	expect(script.signals).toHaveLength(1);
	expect(script.signals).toBe(script.signals);
	expect([secondsIn(script.ms), secondsIn(afterScript.ms)]).toEqual(['2m', '90s']);
});
