import {expect, test} from 'vitest';
import {errorLines, readFailure} from '../../../source/tui/state/failure.js';
import {MemoryLog} from '../support/memory-log.js';

test('names the command that failed, its place, and the first lines that look like the error', async () => {
	const log = new MemoryLog()
		.command('npm ci', {exitCode: 0, ms: 10})
		.print('warning: error-prone package')
		.command('npm test', {exitCode: 1, ms: 10})
		.print('PASS a.test.ts', '0 errors in lint', 'FAIL b.test.ts', '  Expected: 409', '  Received: 200', 'Done.')
		.command('cat report.txt', {exitCode: 0, ms: 1})
		.print('error: this is after_script');
	expect(await readFailure(log.reader(), 2, 3)).toEqual({
		command: {text: 'npm test', number: 2, of: 2, exitCode: 1},
		errors: ['FAIL b.test.ts', '  Expected: 409', '  Received: 200'],
	});
});

test('shows the last lines when none looks like an error', () => {
	const log = new MemoryLog().print('one', 'two', '', 'three');
	expect(errorLines(log.lines, 2)).toEqual(['two', 'three']);
});

test('knows a failure of the runner, which has no command', async () => {
	const log = new MemoryLog().notice('Pulling node:99').notice('image node:99 not found', 'error');
	expect(await readFailure(log.reader(), 2, 3)).toEqual({errors: ['image node:99 not found']});
});

test('of a command that failed without a word it shows what was printed last before it', async () => {
	const log = new MemoryLog()
		.command('npm run build', {exitCode: 0, ms: 10})
		.print('one', 'two', 'three')
		.command('test -f dist/app.js', {exitCode: 1, ms: 1})
		.notice('after_script')
		.command('echo status failed', {exitCode: 0, ms: 1})
		.print('status failed');
	expect(await readFailure(log.reader(), 2, 2)).toEqual({
		command: {text: 'test -f dist/app.js', number: 2, of: 2, exitCode: 1},
		errors: ['two', 'three'],
		before: {text: 'npm run build', line: 0},
	});
});
