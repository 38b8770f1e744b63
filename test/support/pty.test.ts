import {expect, test} from 'vitest';
import {start} from './pty.js';

test('shows what a program prints, takes keys, and tells how it ended', async () => {
	const terminal = start(['-c', 'stty size; read -r answer; echo "got $answer"; exit 3'], {
		command: ['/bin/sh'],
		cols: 80,
		rows: 24,
	});
	await terminal.waitFor('24 80');
	terminal.press('yes\r');
	await terminal.waitFor(/got yes/);
	expect(await terminal.exit).toEqual({exitCode: 3, signal: 0});
	expect(terminal.screen().slice(0, 3)).toEqual(['24 80', 'yes', 'got yes']);
});

test('tells a program about a new size', async () => {
	const terminal = start(['-c', 'trap "stty size; exit" WINCH; echo ready; while :; do read -r line; done'], {
		command: ['/bin/sh'],
	});
	await terminal.waitFor('ready');
	terminal.resize(90, 30);
	await terminal.waitFor('30 90');
	await terminal.exit;
});

test('says what the screen showed when it waited in vain', async () => {
	const terminal = start(['-c', 'echo this; exit 1'], {command: ['/bin/sh'], rows: 2});
	await expect(terminal.waitFor('that')).rejects.toThrow(
		'the program ended (exit code 1, signal 0) and the screen does not show that:\n  1 | this\n  2 | ',
	);
});

test('hides from the program that tests are running', async () => {
	const terminal = start(['-c', 'env; echo "end"'], {
		command: ['/bin/sh'],
		rows: 200,
		env: {ADDED: 'yes', HOME: undefined},
	});
	await terminal.exit;
	expect(terminal.raw()).toContain('ADDED=yes');
	expect(terminal.raw()).not.toMatch(/^(CI|NODE_ENV|VITEST\w*|HOME)=/m);
});

test('ends a program by a signal', async () => {
	const terminal = start(['-c', 'echo ready; exec sleep 600'], {command: ['/bin/sh']});
	await terminal.waitFor('ready');
	terminal.kill('SIGTERM');
	expect(await terminal.exit).toEqual({exitCode: 0, signal: 15});
});
