import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {watchFiles} from '../../source/commands/watch-files.js';

test('tells that a file was changed', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ci-tui-test-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const file = path.join(folder, '.gitlab-ci.yml');
	writeFileSync(file, 'a: 1');
	const listener = vi.fn();
	const stop = watchFiles([file], listener);
	let text = 'a: 1';
	await vi.waitFor(
		() => {
			text += ' ';
			writeFileSync(file, text);
			expect(listener).toHaveBeenCalled();
		},
		{timeout: 30_000, interval: 100},
	);
	stop();
});
