import fc from 'fast-check';
import {expect, test} from 'vitest';
import {MarkReader} from '../../source/executor/marks.js';

const token = (digit: string) => digit.repeat(32);
const mark = (digit: string, code: number) => `\x1e${token(digit)}:${code}\x1e`;

test('marks are taken out of the output, in their order', () => {
	expect(read([`one${mark('a', 0)}two${mark('b', 137)}`])).toBe('one<a 0>two<b 137>');
});

test('a mark may come in pieces', () => {
	expect(read([`one${mark('a', 12)}`.slice(0, 20), `one${mark('a', 12)}`.slice(20)])).toBe('one<a 12>');
});

test('what looks like a mark and has no token of ours is output', () => {
	expect(read([mark('f', 0)])).toBe(mark('f', 0));
});

test('a token is good for one mark', () => {
	expect(read([mark('a', 0) + mark('a', 1)])).toBe(`<a 0>${mark('a', 1)}`);
});

test('nothing but what may become a mark is held back', () => {
	const reader = new MarkReader();
	reader.expect(token('a'), {kind: 'answer'});
	expect(reader.read(Buffer.from('text\x1eb'))).toEqual([{output: Buffer.from('text\x1eb')}]);
	expect(reader.read(Buffer.from('text\x1eaa'))).toEqual([{output: Buffer.from('text')}]);
	expect(reader.end().toString()).toBe('\x1eaa');
});

test('however a stream is cut, the same comes out', () => {
	const parts = fc.constantFrom(
		'\x1e',
		'a',
		':',
		'0',
		'text\n',
		mark('a', 0),
		mark('b', 255),
		mark('c', 7),
		mark('f', 0),
		token('a'),
	);
	fc.assert(
		fc.property(fc.array(parts), fc.array(fc.nat(60)), (texts, cuts) => {
			const text = texts.join('');
			const chunks: string[] = [];
			let at = 0;
			for (const cut of cuts) {
				chunks.push(text.slice(at, at + cut));
				at += cut;
			}

			chunks.push(text.slice(at));
			expect(read(chunks)).toBe(read([text]));
		}),
		{seed: 7, numRuns: 2000},
	);
});

function read(chunks: readonly string[]): string {
	const reader = new MarkReader();
	for (const digit of ['a', 'b', 'c']) {
		reader.expect(token(digit), {kind: 'answer'});
	}

	let text = '';
	for (const chunk of chunks) {
		for (const piece of reader.read(Buffer.from(chunk, 'latin1'))) {
			text += piece.mark === undefined ? piece.output.toString('latin1') : `<${piece.token[0]} ${piece.code}>`;
		}
	}

	return text + reader.end().toString('latin1');
}
