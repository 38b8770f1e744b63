import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Demultiplexer} from '../../../source/executor/docker/demultiplexer.js';

test('however the frames are cut, their content comes out whole and in order', () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 40})), fc.array(fc.integer({min: 1, max: 30})), (contents, cuts) => {
			const stream = Buffer.concat(contents.map((content, index) => frame(content, 1 + (index % 2))));
			const demultiplexer = new Demultiplexer();
			const out: Buffer[] = [];
			let at = 0;
			for (const cut of [...cuts, stream.length]) {
				out.push(Buffer.from(demultiplexer.take(Buffer.from(stream.subarray(at, at + cut)))));
				at += cut;
			}

			expect(Buffer.concat(out)).toEqual(Buffer.concat(contents));
		}),
		{seed: 7, numRuns: 1000},
	);
});

function frame(content: Uint8Array, stream: number): Buffer {
	const header = Buffer.alloc(8);
	header[0] = stream;
	header.writeUInt32BE(content.length, 4);
	return Buffer.concat([header, content]);
}
