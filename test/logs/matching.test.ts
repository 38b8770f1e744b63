import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createLogStore} from '../../source/logs/log-store.js';
import {temporaryFolder} from './temporary-folder.js';

async function found(file: string, pattern: string, from: number, inverse = false): Promise<readonly number[]> {
	const reader = createLogStore().open(file);
	const lines: number[] = [];
	let end = 0;
	for await (const piece of reader.matching(pattern, from, inverse)) {
		lines.push(...piece.lines);
		end = piece.until;
	}

	expect(end).toBe(reader.length);
	reader.close();
	return lines;
}

test('every matching line of a log is found, or every other one, colours and blocks notwithstanding', async () => {
	const file = join(await temporaryFolder(), 'unit.1.log');
	const writer = await createLogStore().create(file, {masked: []});
	const texts = Array.from({length: 9000}, (_, line) =>
		line % 100 === 7 ? '\u001B[31mBo\u001B[0mom' : `line ${line}`,
	);
	await writer.write(Buffer.from(`${texts.join('\n')}\n`));
	await writer.close();
	const booms = texts.flatMap((text, line) => (text.startsWith('line') ? [] : [line]));
	expect(await found(file, 'boom', 0)).toEqual(booms);
	expect(await found(file, '^boom$', 4000)).toEqual(booms.filter(line => line >= 4000));
	expect(await found(file, 'line', 0, true)).toEqual(booms);
	expect(await found(file, 'nowhere', 0)).toEqual([]);
});
