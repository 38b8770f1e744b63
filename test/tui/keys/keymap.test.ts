import {expect, test} from 'vitest';
import {logCommands} from '../../../source/tui/commands/log-commands.js';
import {pageCommands} from '../../../source/tui/commands/page-commands.js';
import {runCommands} from '../../../source/tui/commands/run-commands.js';
import {treeCommands} from '../../../source/tui/commands/tree-commands.js';
import {disabledReason} from '../../../source/tui/keys/disabled.js';
import {keyText} from '../../../source/tui/keys/key-text.js';
import {bindingOf, bindingsIn, keymap} from '../../../source/tui/keys/keymap.js';
import {aJob, aState} from '../support/a-run.js';

test('no key means two things in the same place', () => {
	for (const place of ['run', 'tree', 'log', 'home'] as const) {
		const keys = keymap.filter(({where}) => where.includes(place)).flatMap(binding => binding.keys);
		expect(
			keys.filter((key, index) => keys.indexOf(key) !== index),
			place,
		).toEqual([]);
	}
});

test('every command of the Run view does something', () => {
	const handled = new Set(Object.keys({...treeCommands, ...pageCommands, ...logCommands, ...runCommands}));
	const commands = bindingsIn(['tree', 'log', 'run', 'tab', 'page', 'timeline', 'tests', 'history', 'graph']).map(
		binding => binding.command,
	);
	expect(commands.filter(command => !handled.has(command))).toEqual([]);
});

test('a key means in a pane what the pane says, and else what it means everywhere', () => {
	expect(bindingOf('j', ['tree', 'run'])?.command).toBe('down');
	expect(bindingOf('j', ['log', 'run'])?.command).toBe('line-down');
	expect(bindingOf('r', ['log', 'run'])?.command).toBe('retry');
	expect(bindingOf('c', ['log', 'run'])?.command).toBe('copy');
	expect(bindingOf('Q', ['log', 'run'])).toBeUndefined();
});

test('keys are written as people read them, also without Unicode', () => {
	expect(['ctrl+c', 'up', 'pagedown', 'enter', 'G'].map(key => keyText(key))).toEqual([
		'Ctrl+C',
		'↑',
		'PgDn',
		'Enter',
		'G',
	]);
	expect(keyText('up', true)).toBe('Up');
});

test('a command that cannot be given says why', () => {
	const state = aState([aJob('unit', 'Failed')]);
	const on = (job: ReturnType<typeof aJob> | undefined, more = {}) => ({
		state,
		controllable: true,
		job,
		searching: false,
		...more,
	});
	expect(disabledReason('retry', on(aJob('unit', 'Failed')))).toBeUndefined();
	expect(disabledReason('retry', on(aJob('unit', 'Running')))).toBe('unit is still running: x cancels it');
	expect(disabledReason('retry', on(aJob('unit')))).toBe('unit has not run yet');
	expect(disabledReason('retry', on(undefined))).toBe('select a job first');
	expect(
		disabledReason(
			'retry',
			on(aJob('ship', 'Canceled', {reason: {kind: 'skipped', because: 'unit', ended: 'failed'}})),
		),
	).toBe('ship was skipped: retry unit instead');
	expect(disabledReason('play', on(aJob('unit')))).toBe('unit starts by itself');
	expect(disabledReason('play', on(aJob('ship', 'Pending', {reason: {kind: 'manual'}})))).toBeUndefined();
	expect(disabledReason('cancel', on(aJob('unit', 'Success')))).toBe('unit has already ended');
	expect(disabledReason('retry', on(aJob('unit', 'Failed'), {controllable: false}))).toBe(
		`this run is over: ci-tui retry ${state.run} runs it again`,
	);
	expect(disabledReason('next-match', on(undefined))).toBe('search first: /');
	expect(disabledReason('zoom', on(undefined))).toBeUndefined();
});
