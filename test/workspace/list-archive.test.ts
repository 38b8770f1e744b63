import {createWriteStream, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import {expect, onTestFinished, test} from 'vitest';
import {listArchive} from '../../source/workspace/list-archive.js';
import {type Entry, packed} from '../support/tar.js';

test('lists the files of an archive by their paths, with their sizes', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ci-tui-test-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const file = path.join(folder, 'a.tar');
	const entries: Entry[] = [
		{kind: 'file', path: 'dist/b.js', content: 'four'},
		{kind: 'file', path: 'dist/a.js', content: ''},
	];
	await pipeline(packed(entries), createWriteStream(file));
	expect(await listArchive(file)).toEqual([
		{path: 'dist/a.js', size: 0},
		{path: 'dist/b.js', size: 4},
	]);
	expect(await listArchive(path.join(folder, 'none.tar'))).toEqual([]);
});
