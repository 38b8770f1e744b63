import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createMasker, maskText} from '../../source/logs/masker.js';

function maskChunks(chunks: readonly Buffer[], masked: readonly string[]): string {
	const masker = createMasker(masked);
	const parts: Buffer[] = [];
	for (const chunk of chunks) masker.push(chunk, bytes => parts.push(Buffer.from(bytes)));
	masker.flush(bytes => parts.push(Buffer.from(bytes)));
	return Buffer.concat(parts).toString();
}

test.each([
	['every place is masked', 'a secret and a secret', ['secret'], 'a [MASKED] and a [MASKED]'],
	['masks side by side are two', 'secretsecret', ['secret'], '[MASKED][MASKED]'],
	['of two masks that begin alike the longest is taken', 'secret123', ['secret', 'secret123'], '[MASKED]'],
	['a mask that ends inside another leaves no piece of it', 'abcdefg', ['abc', 'bcdefg'], '[MASKED]'],
	['a mask between two joins them', 'abcdX', ['ab', 'cd', 'bcdX'], '[MASKED]'],
	['an empty mask masks nothing', 'abc', [''], 'abc'],
	[
		'the long lines of a value of several lines are masked alone',
		'x firstline12 y',
		['-\nfirstline12\nshort'],
		'x [MASKED] y',
	],
	['what only begins like a mask is kept', 'secre', ['secret'], 'secre'],
])('%s', (_, text, masked, expected) => {
	expect(maskText(text, masked)).toBe(expected);
});

test('what is decided is given on at once', () => {
	const masker = createMasker(['secret']);
	const given: string[] = [];
	masker.push(Buffer.from('password: sec'), bytes => given.push(bytes.toString()));
	expect(given.join('')).toBe('password: ');
	masker.push(Buffer.from('ond'), bytes => given.push(bytes.toString()));
	expect(given.join('')).toBe('password: second');
});

test('a mask of one repeated character does not keep a long run in memory', () => {
	const masker = createMasker(['aa']);
	let kept = 0;
	for (let round = 0; round < 1000; round++) masker.push(Buffer.alloc(1000, 'a'), bytes => (kept += bytes.length));
	masker.push(Buffer.from('b'), bytes => (kept += bytes.length));
	expect(kept).toBe('[MASKED]b'.length);
});

test('however the bytes are cut, the same comes out and no mask is left', () => {
	const secret = fc.string({unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5});
	const text = fc.string({unit: fc.constantFrom('a', 'b', 'c', 'x', '\n', 'é'), maxLength: 60});
	fc.assert(
		fc.property(fc.array(secret, {maxLength: 4}), text, fc.array(fc.nat({max: 7})), (masked, whole, cuts) => {
			const bytes = Buffer.from(whole);
			const chunks: Buffer[] = [];
			let start = 0;
			for (const cut of cuts) {
				chunks.push(bytes.subarray(start, start + cut));
				start += cut;
			}

			chunks.push(bytes.subarray(start));
			const result = maskChunks(chunks, masked);
			expect(result).toBe(maskText(whole, masked));
			for (const value of masked) expect(result.split('[MASKED]').some(part => part.includes(value))).toBe(false);
			if (!masked.some(value => whole.includes(value))) expect(result).toBe(whole);
		}),
		{seed: 20261123, numRuns: 5000},
	);
});
