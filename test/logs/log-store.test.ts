import {appendFile, readFile, rm, stat, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test, vi} from 'vitest';
import type {LogLine, LogWriter} from '../../source/logs/log.js';
import {createLogStore} from '../../source/logs/log-store.js';
import {temporaryFolder} from './temporary-folder.js';

let now = 0;
const clock = () => now;

async function aLog(write: (writer: LogWriter) => void | Promise<void>, masked: readonly string[] = []) {
	const file = join(await temporaryFolder(), 'job.1.log');
	const lines: LogLine[] = [];
	const logs = createLogStore(clock);
	const writer = await logs.create(file, {masked, onLine: line => lines.push(line)});
	await write(writer);
	await writer.close();
	return {file, lines, logs};
}

async function readAll(file: string): Promise<readonly LogLine[]> {
	const reader = createLogStore().open(file);
	try {
		return await reader.read(0, Number.POSITIVE_INFINITY);
	} finally {
		reader.close();
	}
}

/** A few commands, notices and outputs, as an executor tells them. */
function story(writer: LogWriter) {
	now = 0;
	writer.notice('Pulling image busybox');
	now = 120;
	writer.commandStarted(0, 'npm ci');
	writer.write(Buffer.from('\u001b[32madded 3 packages\nstill green'));
	now = 200;
	writer.commandFinished(0, 0);
	writer.commandStarted(1, 'npm test\nnpm run more');
	writer.write(Buffer.from('$ npm ci\n'));
	now = 250;
	writer.commandFinished(1, 2);
	writer.notice('Saving artifacts', 'warning');
	writer.write(Buffer.from('without newline'));
}

const told = [
	{number: 0, text: 'Pulling image busybox', at: 0, kind: 'notice'},
	{number: 1, text: '$ npm ci', at: 120, kind: 'command', command: 0},
	{number: 2, text: '\u001b[32madded 3 packages\u001b[0m', at: 120, kind: 'output', command: 0},
	{number: 3, text: '\u001b[32mstill green\u001b[0m', at: 120, kind: 'output', command: 0},
	{number: 4, text: '$ npm test # collapsed multi-line command', at: 200, kind: 'command', command: 1},
	{number: 5, text: '\u001b[32m$ npm ci\u001b[0m', at: 200, kind: 'output', command: 1},
	{number: 6, text: 'Saving artifacts', at: 250, kind: 'warning'},
	{number: 7, text: '\u001b[32mwithout newline\u001b[0m', at: 250, kind: 'output'},
];

test('a log reads as it was told: lines, kinds, commands and times', async () => {
	const {file, lines} = await aLog(story);
	expect(lines).toEqual(told);
	expect(await readAll(file)).toEqual(told);
	const reader = createLogStore().open(file);
	expect(reader.commands).toEqual([
		{index: 0, text: 'npm ci', line: 1, startedAt: 120, endedAt: 200, exitCode: 0},
		{index: 1, text: 'npm test\nnpm run more', line: 4, startedAt: 200, endedAt: 250, exitCode: 2},
	]);
	reader.close();
});

test("the file has the bytes as the job wrote them, and is its owner's alone", async () => {
	const {file} = await aLog(story);
	expect(await readFile(file, 'utf8')).toBe(
		'Pulling image busybox\n$ npm ci\n\u001b[32madded 3 packages\nstill green\n$ npm test # collapsed multi-line command\n$ npm ci\nSaving artifacts\nwithout newline',
	);
	for (const name of [file, `${file}.index`, `${file}.commands`]) expect((await stat(name)).mode & 0o777).toBe(0o600);
});

test('a job cannot forge a command: its line is output, whatever it says', async () => {
	const {lines} = await aLog(writer => {
		writer.commandStarted(0, 'true');
		writer.write(Buffer.from('$ rm -rf /\n'));
	});
	expect(lines.map(({kind}) => kind)).toEqual(['command', 'output']);
});

test('masks are found in output, commands and notices', async () => {
	const {file} = await aLog(
		writer => {
			writer.notice('using hunter2');
			writer.commandStarted(0, 'login hunter2');
			writer.write(Buffer.from('hun'));
			writer.write(Buffer.from('ter2\n'));
		},
		['hunter2'],
	);
	expect(await readFile(file, 'utf8')).toBe('using [MASKED]\n$ login [MASKED]\n[MASKED]\n');
	expect(await readFile(`${file}.commands`, 'utf8')).not.toContain('hunter2');
});

test('chunks after the end are ignored', async () => {
	const {file} = await aLog(async writer => {
		writer.write(Buffer.from('first\n'));
		await writer.close();
		writer.write(Buffer.from('late\n'));
		writer.notice('late');
		writer.commandStarted(0, 'late');
	});
	expect(await readFile(file, 'utf8')).toBe('first\n');
});

test('a window is read from anywhere in a long log', async () => {
	const count = 20_000;
	const {file} = await aLog(writer => {
		for (let line = 0; line < count; line++) {
			now = line;
			if (line % 1000 === 0) writer.commandStarted(line / 1000, `echo ${line}`);
			writer.write(
				Buffer.from(line % 7 === 0 ? `\u001b[3${line % 8}mline ${line}\n` : `line ${line} ${'x'.repeat(line % 100)}\n`),
			);
		}
	});
	const all = await readAll(file);
	expect(all.length).toBe(count + 20);
	expect(all.map(({number}) => number)).toEqual(all.map((_, index) => index));
	const reader = createLogStore().open(file);
	expect(reader.length).toBe(all.length);
	for (const first of [0, 1, 399, 5000, 12_345, all.length - 30]) {
		expect(await reader.read(first, 40)).toEqual(all.slice(first, first + 40));
	}

	reader.close();
});

test('a log whose index is lost or cut off anywhere reads the same lines', async () => {
	const {file} = await aLog(writer => {
		for (let line = 0; line < 3000; line++)
			writer.write(Buffer.from(`\u001b[3${line % 8}mline ${line}\nsame ${line}\n`));
	});
	const text = (lines: readonly LogLine[]) => lines.map(line => line.text);
	const expected = text(await readAll(file));
	const {size} = await stat(`${file}.index`);
	for (const length of [size - 1, size - 700, 1024 + 130, 1024 + 40, 1024, 127, 3, 0]) {
		await truncate(`${file}.index`, length);
		expect(text(await readAll(file))).toEqual(expected);
	}

	await rm(`${file}.index`);
	expect(text(await readAll(file))).toEqual(expected);
});

test('without its index a log still tells its commands', async () => {
	const {file} = await aLog(story);
	await rm(`${file}.index`);
	expect((await readAll(file)).map(({kind, command}) => [kind, command])).toEqual([
		['output', undefined],
		['command', 0],
		['output', 0],
		['output', 0],
		['command', 1],
		['output', 1],
		['output', 1],
		['output', undefined],
	]);
});

test('an index that belongs to another log is not believed', async () => {
	const {file} = await aLog(writer => {
		writer.write(Buffer.from('one\ntwo\nthree\n'));
	});
	await writeFile(file, 'other\n');
	expect((await readAll(file)).map(({text}) => text)).toEqual(['other']);
});

test('searching finds lines forwards and backwards, by expression or by text', async () => {
	const {file} = await aLog(writer => {
		for (let line = 0; line < 5000; line++)
			writer.write(Buffer.from(`\u001b[32mline\u001b[0m ${line}${line % 1000 === 7 ? ' Error (x' : ''}\n`));
	});
	const reader = createLogStore().open(file);
	expect(await reader.search('error', 0, 1)).toBe(7);
	expect(await reader.search('error', 8, 1)).toBe(1007);
	expect(await reader.search('error', 4999, -1)).toBe(4007);
	expect(await reader.search('error', 4006, -1)).toBe(3007);
	expect(await reader.search('ERROR', 0, 1)).toBe(-1);
	expect(await reader.search('Error', 0, 1)).toBe(7);
	expect(await reader.search('^line 4\\d3$', 0, 1)).toBe(403);
	expect(await reader.search('error (x', 0, 1)).toBe(7);
	expect(await reader.search('\\S 12$', 0, 1)).toBe(12);
	expect(await reader.search('absent', 0, 1)).toBe(-1);
	expect(await reader.search('4999', 0, 1)).toBe(4999);
	expect(await reader.search('0', 4998, -1)).toBe(4990);
	expect(await reader.search('line', 9_999, 1)).toBe(-1);
	reader.close();
});

test('a reader follows what this process writes, the unfinished line too', async () => {
	const file = join(await temporaryFolder(), 'job.1.log');
	const logs = createLogStore(clock);
	const reader = logs.open(file);
	expect(reader.length).toBe(0);
	const told = vi.fn();
	reader.subscribe(told);
	const writer = await logs.create(file, {masked: []});
	await writer.write(Buffer.from('one\n10%\r'));
	await vi.waitFor(() => expect(reader.length).toBe(2), 10_000);
	expect((await reader.read(0, 9)).map(({text}) => text)).toEqual(['one', '10%']);
	expect(told).toHaveBeenCalled();
	told.mockClear();
	await writer.write(Buffer.from('50%'));
	await vi.waitFor(() => expect(told).toHaveBeenCalled(), 10_000);
	expect((await reader.read(1, 1))[0]?.text).toBe('50%');
	await writer.close();
	reader.close();
});

test('a reader follows what another process writes', async () => {
	const file = join(await temporaryFolder(), 'job.1.log');
	const reader = createLogStore().open(file);
	const told = vi.fn();
	const unsubscribe = reader.subscribe(told);
	await appendFile(file, 'one\ntw');
	await vi.waitFor(() => expect(reader.length).toBe(2), 10_000);
	await appendFile(file, 'o\nthree\n');
	await vi.waitFor(() => expect(reader.length).toBe(3), 10_000);
	expect((await reader.read(0, 9)).map(({text}) => text)).toEqual(['one', 'two', 'three']);
	unsubscribe();
	told.mockClear();
	await appendFile(file, 'four\n');
	expect((await reader.read(3, 1)).map(({text}) => text)).toEqual(['four']);
	expect(told).not.toHaveBeenCalled();
	reader.close();
});

test('a line of any length takes bounded memory, and what follows keeps its colours', async () => {
	const {file, lines} = await aLog(async writer => {
		await writer.write(Buffer.from('\u001b[31mbegin'));
		const chunk = Buffer.alloc(1024 * 1024, 'x');
		for (let megabyte = 0; megabyte < 200; megabyte++) await writer.write(chunk);
		await writer.write(Buffer.from('\u001b[34m end\nblue\n'));
	});
	expect(lines[0]?.text).toMatch(/^\u001b\[31mbeginx+\u001b\[0m…\+210 MB$/);
	expect(lines[1]?.text).toBe('\u001b[34mblue\u001b[0m');
	const reader = createLogStore().open(file);
	expect(reader.length).toBe(2);
	expect(await reader.read(0, 2)).toEqual(lines);
	reader.close();
});

test("however a job's bytes are cut, file, index and lines are the same", async () => {
	const piece = fc.oneof(
		fc.string({
			unit: fc.constantFrom('a', 'b', '日', '\n', '\r', '\u001b[31m', '\u001b[0m', 'secret', '\u001b]0;t\u0007'),
		}),
		fc.constant('x'.repeat(300)),
	);
	await fc.assert(
		fc.asyncProperty(
			fc.array(piece, {maxLength: 30}),
			fc.array(fc.integer({min: 1, max: 40}), {minLength: 1}),
			async (pieces, cuts) => {
				now = 0;
				const bytes = Buffer.from(pieces.join(''));
				const masked = ['secret', 'ab'];
				const whole = await aLog(writer => void writer.write(bytes), masked);
				const cut = await aLog(writer => {
					for (let start = 0, turn = 0; start < bytes.length; turn++) {
						const end = start + (cuts[turn % cuts.length] ?? 1);
						writer.write(bytes.subarray(start, end));
						start = end;
					}
				}, masked);
				for (const suffix of ['', '.index', '.commands']) {
					expect(await readFile(cut.file + suffix)).toEqual(await readFile(whole.file + suffix));
				}

				expect(cut.lines).toEqual(whole.lines);
				expect(await readAll(cut.file)).toEqual(cut.lines);
				expect((await readFile(cut.file)).includes('secret')).toBe(false);
			},
		),
		{seed: 20261123, numRuns: 150},
	);
});

test('a disk that takes no more rejects writing and closing with an error for the user', async () => {
	const logs = createLogStore();
	await expect(logs.create('/nowhere/at/all.log', {masked: []})).rejects.toMatchObject({
		code: 'LOG_NOT_WRITTEN',
		exitCode: 3,
	});
});
