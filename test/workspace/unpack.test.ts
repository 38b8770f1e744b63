import {createWriteStream, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {pack} from 'tar-stream';
import {expect, test} from 'vitest';
import {addEntry, type EntryHeader} from '../../source/workspace/tar-entries.js';
import {unpack, unpackForReading} from '../../source/workspace/unpack.js';
import {temporaryFolder, write} from './project.js';

test('files, folders and links come out as they went in', async () => {
	const folder = temporaryFolder();
	const left = await unpacked(folder, [
		[{name: 'deep/', type: 'directory', mode: 0o755}],
		[{name: 'deep/run', mode: 0o755}, 'text'],
		[{name: 'deep/link', type: 'symlink', linkname: 'run'}],
		[{name: 'hard', type: 'link', linkname: 'deep/run'}],
		[{name: './dotted', mode: 0o600}, 'x'],
	]);
	expect(left).toEqual([]);
	expect(readFileSync(path.join(folder, 'hard'), 'utf8')).toBe('text');
	expect(readFileSync(path.join(folder, 'deep/link'), 'utf8')).toBe('text');
	expect(lstatSync(path.join(folder, 'deep/run')).mode & 0o777).toBe(0o755);
	expect(lstatSync(path.join(folder, 'dotted')).mode & 0o777).toBe(0o600);
});

test.each<[string, readonly [EntryHeader, string?][]]>([
	['a name with ..', [[{name: '../evil'}, 'x']]],
	['a name with .. in the middle', [[{name: 'a/../../evil'}, 'x']]],
	['an absolute name', [[{name: '/tmp/ci-tui-evil'}, 'x']]],
	['a link out of the folder', [[{name: 'out', type: 'symlink', linkname: '..'}]]],
	['an absolute link', [[{name: 'out', type: 'symlink', linkname: '/etc'}]]],
	['a hard link out of the folder', [[{name: 'out', type: 'link', linkname: '../outside'}]]],
	['an absolute hard link', [[{name: 'out', type: 'link', linkname: '/etc/passwd'}]]],
	['a pipe', [[{name: 'out', type: 'fifo'}]]],
	['a device', [[{name: 'out', type: 'character-device', devmajor: 1, devminor: 3}]]],
])('%s is left out', async (_, entries) => {
	const parent = temporaryFolder();
	write(parent, {outside: 'untouched'});
	const folder = path.join(parent, 'inner');
	mkdirSync(folder);
	expect(await unpacked(folder, entries)).toEqual([entries[0]?.[0].name]);
	expect(readdirSync(folder).filter(name => name !== 'a')).toEqual([]);
	expect(readdirSync(parent).sort()).toEqual(['inner', 'outside']);
	expect(existsSync('/tmp/ci-tui-evil')).toBe(false);
});

test('nothing is written through a link, whether it was in the archive or there before', async () => {
	const parent = temporaryFolder();
	write(parent, {'outside/file': 'untouched'});
	const folder = path.join(parent, 'inner');
	mkdirSync(folder);
	symlinkSync('../outside', path.join(folder, 'before'));
	await unpacked(
		folder,
		[
			[{name: 'before/file'}, 'evil'],
			[{name: 'link', type: 'symlink', linkname: '../outside'}],
			[{name: 'link/file'}, 'evil'],
			[{name: 'file', type: 'symlink', linkname: '../outside/file'}],
			[{name: 'file'}, 'evil'],
			[{name: 'stolen', type: 'link', linkname: 'link/file'}],
		],
		true,
	);
	expect(readFileSync(path.join(parent, 'outside/file'), 'utf8')).toBe('untouched');
	expect(readFileSync(path.join(folder, 'link/file'), 'utf8')).toBe('evil');
});

test('a job gets links that point out of its project, as it had them', async () => {
	const folder = temporaryFolder();
	await unpacked(folder, [[{name: 'venv/bin/python', type: 'symlink', linkname: '/usr/bin/python3'}]], true);
	expect(lstatSync(path.join(folder, 'venv/bin/python')).isSymbolicLink()).toBe(true);
});

test('artifacts are unpacked for reading when they are few, not when they are many', async () => {
	const parent = temporaryFolder();
	const few = path.join(parent, 'few.tar');
	await writeTar(few, [[{name: 'a'}, 'x']]);
	expect(await unpackForReading(few, path.join(parent, 'few'))).toBe(true);
	expect(readFileSync(path.join(parent, 'few/a'), 'utf8')).toBe('x');

	const many = path.join(parent, 'many.tar');
	await writeTar(
		many,
		Array.from({length: 2001}, (_, i): [EntryHeader, string] => [{name: `file${i}`}, '']),
	);
	expect(await unpackForReading(many, path.join(parent, 'many'))).toBe(false);
	expect(existsSync(path.join(parent, 'many'))).toBe(false);
});

test('an archive that is broken is an error, not a hang', async () => {
	const parent = temporaryFolder();
	write(parent, {'broken.tar': 'this is no tar file at all'.repeat(100)});
	await expect(unpack(path.join(parent, 'broken.tar'), parent, {outwardLinks: false})).rejects.toThrow();
});

async function unpacked(
	folder: string,
	entries: readonly (readonly [EntryHeader, string?])[],
	outwardLinks = false,
): Promise<readonly string[]> {
	const file = path.join(temporaryFolder(), 'archive.tar');
	await writeTar(file, entries);
	return await unpack(file, folder, {outwardLinks});
}

async function writeTar(file: string, entries: readonly (readonly [EntryHeader, string?])[]): Promise<void> {
	const tar = pack();
	const written = pipeline(Readable.from(tar, {objectMode: false}), createWriteStream(file));
	for (const [header, content] of entries) {
		await addEntry(tar, header, content);
	}

	tar.finalize();
	await written;
}
