import {expect, test} from 'vitest';
import {refuseForeignFlags} from '../../source/commands/foreign-flags.js';

test('a flag that a command would ignore is refused, and those it has are named', () => {
	expect(() => refuseForeignFlags('clean', ['keep', 'dry-run'])).toThrow(
		expect.objectContaining({
			message: '`clean` has no option --dry-run',
			exitCode: 2,
			hint: expect.stringContaining('--keep'),
		}),
	);
	expect(() => refuseForeignFlags('retry', ['dry-run'])).toThrow('`retry` has no option --dry-run');
	expect(() => refuseForeignFlags('check', ['run'])).toThrow('`check` has no option --run');
});

test('what goes with a command, everywhere, or with the UI alone is taken', () => {
	expect(() => refuseForeignFlags('run', ['dry-run', 'variable', 'cwd', 'json'])).not.toThrow();
	expect(() => refuseForeignFlags('report', ['run', 'logs', 'json'])).not.toThrow();
	expect(() => refuseForeignFlags(undefined, ['executor', 'default-image', 'ascii'])).not.toThrow();
	expect(() => refuseForeignFlags('no such command', ['json'])).not.toThrow();
});
