import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {acquireResource} from '../../source/store/resource-lock.js';

function aFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'ci-tui-resources-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

const never = new AbortController().signal;

test('one at a time has a group, in the order of asking; another group is free', async () => {
	const folder = aFolder();
	const order: string[] = [];
	const release = await acquireResource(folder, 'staging', never);
	const one = acquireResource(folder, 'staging', never).then(noted(order, 'one'));
	while (tickets(folder) < 2) await new Promise(resolve => setImmediate(resolve));
	const two = acquireResource(folder, 'staging', never).then(noted(order, 'two'));
	await (await acquireResource(folder, 'production', never))();
	expect(order).toEqual([]);
	await release();
	const releaseOne = await one;
	expect(order).toEqual(['one']);
	await releaseOne();
	await (await two)();
	expect(order).toEqual(['one', 'two']);
	expect(tickets(folder)).toBe(0);
});

test('who waits can be called off, and whoever comes after does not wait for it', async () => {
	const folder = aFolder();
	const release = await acquireResource(folder, 'staging', never);
	const controller = new AbortController();
	const waiting = acquireResource(folder, 'staging', controller.signal);
	while (tickets(folder) < 2) await new Promise(resolve => setImmediate(resolve));
	controller.abort();
	await expect(waiting).rejects.toThrow();
	await release();
	await (await acquireResource(folder, 'staging', never))();
});

test('the ticket of a process that is gone does not count', async () => {
	const folder = aFolder();
	const release = await acquireResource(folder, 'staging', never);
	await release();
	const [queue = ''] = readdirSync(folder);
	writeFileSync(
		path.join(folder, queue, '0000000000.dead.ticket'),
		JSON.stringify({pid: 2 ** 22 + 1, started: 'long ago'}),
	);
	await (await acquireResource(folder, 'staging', never))();
	expect(tickets(folder)).toBe(0);
});

function noted(order: string[], name: string): <T>(value: T) => T {
	return value => {
		order.push(name);
		return value;
	};
}

function tickets(folder: string): number {
	return readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(name => name.endsWith('.ticket')).length;
}
