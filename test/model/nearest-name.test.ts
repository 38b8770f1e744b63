import {expect, test} from 'vitest';
import {nearestName} from '../../source/model/nearest-name.js';

test.each([
	['biuld', 'build'],
	['scirpt', 'script'],
	['Script', 'script'],
	['scripts', 'script'],
	['befor_script', 'before_script'],
	['x', undefined],
	['deployment', undefined],
	['build', undefined],
])('the name most like %s is %s', (name, nearest) => {
	expect(nearestName(name, ['build', 'script', 'before_script', 'test'])).toBe(nearest);
});
