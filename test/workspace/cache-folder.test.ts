import {existsSync, readdirSync, utimesSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {CacheFolder} from '../../source/workspace/cache-folder.js';
import {cacheKey} from '../../source/workspace/cache-key.js';
import {temporaryFolder, write} from './project.js';

test('names of files are safe, short and different, and say what they can', () => {
	const folder = new CacheFolder('/caches');
	const names = ['npm-1.2', 'Npm-1.2', 'npm/1.2', '..', 'x'.repeat(300), ''].map(key =>
		path.basename(folder.fileOf(key)),
	);
	expect(names[0]).toBe('npm-1.2.tar');
	expect(names[1]).toMatch(/^Npm-1\.2~[0-9a-f]{12}\.tar$/);
	expect(names[2]).toMatch(/^npm_1\.2~[0-9a-f]{12}\.tar$/);
	expect(names[3]).toMatch(/^_\.~[0-9a-f]{12}\.tar$/);
	expect(names.every(name => name.length < 130 && !name.includes('/'))).toBe(true);
	expect(new Set(names.map(name => name.toLowerCase())).size).toBe(names.length);
});

test('what a broken write left goes after a day, one that may go on stays', async () => {
	const root = path.join(temporaryFolder(), 'cache');
	write(root, {'a.tar': 'a', 'a.tar.1.partial': 'old', 'b.tar.2.partial': 'new'});
	const days = Date.now() / 1000 - 2 * 86_400;
	utimesSync(path.join(root, 'a.tar'), days, days);
	utimesSync(path.join(root, 'a.tar.1.partial'), days, days);
	await new CacheFolder(root).make();
	expect(readdirSync(root)).toEqual(['a.tar', 'b.tar.2.partial']);
	expect(existsSync(path.join(root, 'a.tar'))).toBe(true);
});

test('all caches are removed at once, and told', async () => {
	const root = path.join(temporaryFolder(), 'cache');
	const folder = new CacheFolder(root);
	expect(await folder.clear()).toEqual({count: 0, bytes: 0});
	write(root, {'a.tar': 'four', 'b.tar': 'six...', 'c.tar.1.partial': 'being written'});
	expect(await folder.clear()).toEqual({count: 2, bytes: 10});
	expect(readdirSync(root)).toEqual(['c.tar.1.partial']);
});

test('a key of files depends on their content and their names, whatever else changes', async () => {
	const root = temporaryFolder();
	const files = {'a/lock': 'one', 'b/lock': 'two', other: 'x'};
	write(root, files);
	const keyOf = async (...patterns: readonly string[]): Promise<string> =>
		await cacheKey({files: patterns}, {root, files: Object.keys(files)});
	const key = await keyOf('a/lock');
	expect(await keyOf('./a/lock')).toBe(key);
	expect(await keyOf('b/lock')).not.toBe(key);
	expect(await keyOf('*/lock')).toBe(await keyOf('b/lock', 'a/lock'));
	write(root, {other: 'y'});
	expect(await keyOf('a/lock')).toBe(key);
	write(root, {'a/lock': 'changed'});
	expect(await keyOf('a/lock')).not.toBe(key);
	expect(await keyOf('nothing/*')).toBe('default');
	expect(await cacheKey('', {root, files: []})).toBe('default');
	expect(await cacheKey({files: ['none'], prefix: 'p'}, {root, files: []})).toBe('p-default');
});
