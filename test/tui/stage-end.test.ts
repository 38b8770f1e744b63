import {expect, test} from 'vitest';
import {stageEnd} from '../../source/tui/stage-end.js';
import {aJob, start} from './support/a-run.js';

const stage = {name: 'deploy', status: 'Running', startedAt: start} as const;
const ended = aJob('ship', 'Success', {
	attempts: [{number: 1, status: 'Success', startedAt: start, endedAt: start + 9}],
});
const manual = aJob('undo', 'Pending', {reason: {kind: 'manual'}});

test('the time of a stage stops when only the user can go on with it', () => {
	expect(stageEnd(stage, [ended, manual], start + 500)).toBe(start + 9);
	expect(stageEnd(stage, [manual], start + 500)).toBe(start);
});

test('the time of a stage goes on while one of its jobs runs or will', () => {
	expect(stageEnd(stage, [ended, aJob('more', 'Pending', {reason: {kind: 'slot'}})], start + 500)).toBe(start + 500);
	expect(stageEnd({...stage, endedAt: start + 20}, [ended], start + 500)).toBe(start + 20);
});
