import {unwatchFile, watchFile} from 'node:fs';

/** How often a file is looked at, in ms: editors replace files in ways that events of the file system miss. */
const interval = 500;

/** Calls back when one of the files changes, appears or goes away; answers what stops it. Does not keep the process. */
export function watchFiles(files: Iterable<string>, listener: () => void): () => void {
	const watched = [...files];
	const changed = () => listener();
	for (const file of watched) {
		watchFile(file, {interval, persistent: false}, changed);
	}

	return () => {
		for (const file of watched) {
			unwatchFile(file, changed);
		}
	};
}
