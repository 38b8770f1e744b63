import {once} from 'node:events';

/** Writes pieces no faster than they are read. */
export async function writeAll(stream: NodeJS.WriteStream, pieces: Iterable<string>): Promise<void> {
	for (const piece of pieces) {
		if (!stream.write(piece) && !stream.destroyed) await once(stream, 'drain');
	}
}
