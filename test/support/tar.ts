import {Readable} from 'node:stream';
import {pack} from 'tar-stream';

/** A file, folder or link of an image; `path` has no leading slash. */
export type Entry =
	| {readonly kind: 'directory'; readonly path: string; readonly mode?: number; readonly uid?: number}
	| {readonly kind: 'file'; readonly path: string; readonly content: Buffer | string; readonly mode?: number}
	| {readonly kind: 'link'; readonly path: string; readonly target: string};

/** One tar of the entries, in their order; of several with one path the first, as engines refuse duplicates. */
export function packed(entries: readonly Entry[]): Readable {
	const tar = pack();
	const paths = new Set<string>();
	for (const entry of entries) {
		if (paths.has(entry.path)) {
			continue;
		}

		paths.add(entry.path);
		switch (entry.kind) {
			case 'directory': {
				const {path, mode = 0o755, uid = 0} = entry;
				tar.entry({name: `${path}/`, type: 'directory', mode, uid, gid: uid});
				break;
			}

			case 'file': {
				tar.entry({name: entry.path, mode: entry.mode ?? 0o644}, entry.content);
				break;
			}

			case 'link': {
				tar.entry({name: entry.path, type: 'symlink', linkname: entry.target});
				break;
			}
		}
	}

	tar.finalize();
	return Readable.from(tar);
}
