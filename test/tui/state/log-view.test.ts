import {setImmediate as turn} from 'node:timers/promises';
import {afterEach, expect, test} from 'vitest';
import {createPulse, type Pulse} from '../../../source/tui/pulse.js';
import {LogView} from '../../../source/tui/state/log-view.js';
import {MemoryLog} from '../support/memory-log.js';

const opened: {view: LogView; pulse: Pulse}[] = [];

async function viewOf(log: MemoryLog, height = 10): Promise<LogView> {
	const pulse = createPulse(0);
	const view = new LogView(log.reader(), pulse);
	opened.push({view, pulse});
	view.setHeight(height);
	await quiet();
	return view;
}

/** Reads of a log in memory are over after a few turns of the loop. */
async function quiet(): Promise<void> {
	for (let count = 0; count < 20; count += 1) {
		await turn();
	}
}

const numbered = (count: number) => new MemoryLog().print(...Array.from({length: count}, (_, line) => `line ${line}`));
const shown = (view: LogView) => {
	const {place, lines} = view.snapshot();
	return [place, lines.at(0)?.text, lines.at(-1)?.text];
};

afterEach(() => {
	for (const {view, pulse} of opened.splice(0)) {
		view.close();
		pulse.close();
	}
});

test('opens at the end and follows it', async () => {
	const log = numbered(100);
	const view = await viewOf(log);
	expect(shown(view)).toEqual([90, 'line 90', 'line 99']);
	log.print('line 100');
	await quiet();
	expect(shown(view)).toEqual([91, 'line 91', 'line 100']);
	expect(view.snapshot()).toMatchObject({follow: true, unseen: 0, total: 101});
});

test('scrolling up stops following: what is being read stays, and what comes is counted', async () => {
	const log = numbered(100);
	const view = await viewOf(log);
	view.scroll(-5);
	await quiet();
	log.print('one', 'two', 'three');
	await quiet();
	expect(shown(view)).toEqual([85, 'line 85', 'line 94']);
	expect(view.snapshot()).toMatchObject({follow: false, unseen: 3});
});

test('scrolling down to the end follows again', async () => {
	const log = numbered(100);
	const view = await viewOf(log);
	view.scroll(-5);
	view.scroll(5);
	await quiet();
	expect(view.snapshot()).toMatchObject({follow: true, unseen: 0});
});

test('goes to the first line and back to the end at once', async () => {
	const view = await viewOf(numbered(100));
	view.toStart();
	await quiet();
	expect(shown(view)).toEqual([0, 'line 0', 'line 9']);
	view.toEnd();
	await quiet();
	expect(shown(view)).toEqual([90, 'line 90', 'line 99']);
});

const recipe = () =>
	new MemoryLog()
		.command('npm ci', {exitCode: 0, ms: 5})
		.print(...Array.from({length: 50}, (_, line) => `package ${line}`))
		.command('npm test', {exitCode: 1, ms: 5})
		.print('FAIL a', 'ok b', 'FAIL c');
const texts = (view: LogView) => view.snapshot().lines.map(({text}) => text);

test('when the attempt is over, commands that passed are folded and the one that failed is open', async () => {
	const view = await viewOf(recipe());
	view.end();
	await quiet();
	expect(texts(view)).toEqual(['$ npm ci', '$ npm test', 'FAIL a', 'ok b', 'FAIL c']);
	expect(view.snapshot()).toMatchObject({shown: 5, total: 55});
	view.switchFold(0);
	view.toStart();
	await quiet();
	expect(texts(view).slice(0, 2)).toEqual(['$ npm ci', 'package 0']);
	view.switchFold(20);
	await quiet();
	expect(texts(view)[1]).toBe('$ npm test');
});

test('what somebody reads is not folded away from under them', async () => {
	const view = await viewOf(recipe());
	view.toStart();
	view.scroll(5);
	view.end();
	await quiet();
	expect(texts(view)[0]).toBe('package 4');
});

test('a search finds what is folded away, and opens it', async () => {
	const view = await viewOf(recipe());
	view.end();
	expect(await view.search('package 17')).toBe(true);
	await quiet();
	expect(texts(view)).toContain('package 17');
});

test('& shows only what matches, ! the rest, both exactly counted and growing with the log', async () => {
	const log = recipe();
	const view = await viewOf(log);
	view.only('fail');
	await quiet();
	expect(texts(view)).toEqual(['FAIL a', 'FAIL c']);
	log.print('FAIL d', 'ok e');
	await quiet();
	expect(texts(view)).toEqual(['FAIL a', 'FAIL c', 'FAIL d']);
	expect(view.snapshot().only).toEqual({pattern: 'fail', inverse: false, count: 3, complete: true});
	view.only('!package|fail');
	await quiet();
	expect(texts(view)).toEqual(['$ npm ci', '$ npm test', 'ok b', 'ok e']);
	view.only('');
	await quiet();
	expect(view.snapshot()).toMatchObject({only: undefined, shown: 57});
});

test('lines are selected with the keys that move, and the window follows', async () => {
	const view = await viewOf(numbered(100));
	view.switchSelection();
	view.scroll(-12);
	await quiet();
	expect(view.snapshot().cursor.selection).toEqual({anchor: 99, head: 87});
	expect(shown(view)[0]).toBe(87);
	view.toStart();
	await quiet();
	expect(view.snapshot().cursor.selection).toEqual({anchor: 99, head: 0});
	view.endSelection();
	await quiet();
	expect(view.snapshot().cursor.selection).toBeUndefined();
});

test('bookmarks are set, visited in turn, and taken away', async () => {
	const view = await viewOf(numbered(100));
	expect(view.toBookmark()).toBe(false);
	for (const line of [10, 70]) {
		view.show(line);
		view.point(line);
		await quiet();
		view.bookmark();
	}

	const visited = [1, 2, 3].map(() => {
		view.toBookmark();
		return view.snapshot().cursor.mark;
	});
	await quiet();
	expect(view.snapshot().cursor.bookmarks).toEqual([10, 70]);
	expect(visited).toHaveLength(3);
	view.bookmark();
	await quiet();
	expect(view.snapshot().cursor.bookmarks).toHaveLength(1);
});

test('pages keep one line in common', async () => {
	const view = await viewOf(numbered(100));
	view.toStart();
	view.page(1);
	await quiet();
	expect(shown(view)).toEqual([9, 'line 9', 'line 18']);
});

test('F stops in place although the log grows, and follows when pressed again', async () => {
	const log = numbered(100);
	const view = await viewOf(log);
	view.switchFollow();
	log.print('more');
	await quiet();
	expect(view.snapshot()).toMatchObject({place: 90, follow: false, unseen: 1});
	view.switchFollow();
	await quiet();
	expect(view.snapshot()).toMatchObject({place: 91, follow: true});
});

test('a search shows the match in the middle, with its number among all', async () => {
	const view = await viewOf(numbered(100));
	view.toStart();
	await quiet();
	expect(await view.search('5$')).toBe(true);
	await quiet();
	expect(view.snapshot().search).toMatchObject({pattern: '5$', line: 5, index: 1, count: 10, complete: true});
	await view.next(1);
	await view.next(1);
	await quiet();
	expect(view.snapshot()).toMatchObject({place: 20, search: {line: 25, index: 3}});
	await view.next(-1);
	await quiet();
	expect(view.snapshot().search).toMatchObject({line: 15, index: 2});
});

test('a search goes round the end of the log', async () => {
	const view = await viewOf(numbered(100));
	await view.search('line 7$');
	await view.next(1);
	await quiet();
	expect(view.snapshot().search).toMatchObject({line: 7, index: 1, count: 1});
});

test('a search for what is not there says so and moves nothing', async () => {
	const view = await viewOf(numbered(100));
	expect(await view.search('nowhere')).toBe(false);
	await quiet();
	expect(view.snapshot()).toMatchObject({place: 90, search: {line: -1, count: 0}});
});

test('a log that cannot be read says so in its place', async () => {
	const log = numbered(3);
	const reader = {
		...log.reader(),
		length: 3,
		commands: [],
		read: async () => Promise.reject(new Error('EIO: i/o error')),
	};
	const pulse = createPulse(0);
	const view = new LogView(reader, pulse);
	opened.push({view, pulse});
	view.setHeight(10);
	await quiet();
	expect(view.snapshot().lines).toMatchObject([{kind: 'error', text: 'The log cannot be read: EIO: i/o error'}]);
});

test('gives its reader back when it is closed', async () => {
	const log = numbered(3);
	const view = await viewOf(log);
	expect(log.open).toBe(1);
	view.close();
	opened.splice(0);
	expect(log.open).toBe(0);
});

test('goes from error to error, and from command to command, and marks where it went', async () => {
	const log = new MemoryLog()
		.command('make', {exitCode: 0, ms: 1})
		.print(...Array.from({length: 30}, () => 'fine'), 'Error: no such thing')
		.command('make test', {exitCode: 1, ms: 1})
		.print(...Array.from({length: 30}, () => 'fine'), '2 tests failed', 'bye');
	const view = await viewOf(log);
	expect(await view.toError(1)).toBe(true);
	await quiet();
	expect(view.snapshot()).toMatchObject({cursor: {mark: 31}, follow: false});
	expect(await view.toError(1)).toBe(true);
	expect(await view.toError(1)).toBe(false);
	await quiet();
	expect(view.snapshot().cursor.mark).toBe(63);
	expect(view.toCommand(-1)).toBe(true);
	await quiet();
	expect(view.snapshot()).toMatchObject({cursor: {mark: 32}, place: 27});
	expect(view.toCommand(1)).toBe(false);
	view.toEnd();
	await quiet();
	expect(view.snapshot()).toMatchObject({cursor: {mark: undefined}, follow: true});
});

test('the search for errors passes by words in what passed', async () => {
	const log = new MemoryLog()
		.command('curl status', {exitCode: 0, ms: 1})
		.print('status failed')
		.command('npm test', {exitCode: 1, ms: 1})
		.print('the upload has failed');
	const view = await viewOf(log);
	expect(await view.toError(1)).toBe(true);
	await quiet();
	expect(view.snapshot().cursor.mark).toBe(3);
	expect(await view.toError(1)).toBe(false);
});
