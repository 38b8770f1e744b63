import {Readable} from 'node:stream';
import {extract, type Header, type Pack} from 'tar-stream';

/** Everything of an entry's header but its name may be left to the library. */
export type EntryHeader = Partial<Header> & Pick<Header, 'name'>;

export interface TarEntry {
	readonly header: Header;
	/** To be read to its end, or not at all. */
	readonly content: AsyncIterable<Buffer>;
}

/** The entries of a tar stream one after the other; content that is not read is skipped. Rejects when the stream does. */
export async function* tarEntries(source: NodeJS.ReadableStream): AsyncGenerator<TarEntry> {
	const archive = extract();
	source.on('error', error => archive.destroy(error));
	Readable.from(source).pipe(writable(archive));
	for await (const entry of archive) {
		yield {header: entry.header, content: entry as unknown as AsyncIterable<Buffer>};
		entry.resume();
	}
}

/** Adds an entry; resolves when it is read, so that no more than one waits in memory. */
export async function addEntry(tar: Pack, header: EntryHeader, content: Buffer | string = ''): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		tar.entry(header, content, error => (error ? reject(error) : resolve()));
	});
}

/** Adds an entry whose content comes in chunks, in all of `header.size` bytes. */
export async function streamEntry(tar: Pack, header: EntryHeader, content: AsyncIterable<Buffer>): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const entry = tar.entry(header, error => (error ? reject(error) : resolve()));
		Readable.from(content).on('error', reject).pipe(writable(entry));
	});
}

/** The library's streams are not Node's, though they do what Node's do. */
function writable(stream: unknown): NodeJS.WritableStream {
	return stream as NodeJS.WritableStream;
}
