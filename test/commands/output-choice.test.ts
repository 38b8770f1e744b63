import {expect, test} from 'vitest';
import {chooseOutput} from '../../source/commands/output-choice.js';

const person = {interactive: true, env: {TERM: 'xterm-256color'}};
const pipe = {interactive: false, env: {}};

test('a person at a terminal gets the UI, a pipe gets plain lines', () => {
	expect(chooseOutput({ui: 'auto', json: false}, person)).toBe('tui');
	expect(chooseOutput({ui: 'auto', json: false}, pipe)).toBe('plain');
});

test('a dumb terminal and a CI get plain lines', () => {
	expect(chooseOutput({ui: 'auto', json: false}, {interactive: true, env: {TERM: 'dumb'}})).toBe('plain');
	expect(chooseOutput({ui: 'auto', json: false}, {interactive: true, env: {TERM: 'xterm', CI: 'true'}})).toBe('plain');
});

test('what was asked for wins, and --json before all', () => {
	expect(chooseOutput({ui: 'quiet', json: false}, person)).toBe('quiet');
	expect(chooseOutput({ui: 'tui', json: true}, person)).toBe('json');
});

test('the UI without a terminal is refused with a way out', () => {
	expect(() => chooseOutput({ui: 'tui', json: false}, pipe)).toThrow(
		expect.objectContaining({code: 'NO_TERMINAL', hint: 'use --ui plain here', exitCode: 2}),
	);
});
