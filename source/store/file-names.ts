import {createHash} from 'node:crypto';

/** What most file systems take is 255 bytes; attempt, extension and index need some of them. */
const longest = 180;

/**
 * A name for each job's files: letters, digits, `.`, `_` and `-` of the job's name (`test:unit` is `test-unit`), short enough for
 * every file system. Where two would be the same, also where case is not told apart, the later job gets a few characters more.
 */
export function fileNames(jobs: Iterable<string>): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	const taken = new Set<string>();
	for (const job of jobs) {
		if (names.has(job)) continue;
		const plain = safe(job);
		const name = plain === '' || cut(plain) !== plain || taken.has(fold(plain)) ? marked(plain, job) : plain;
		taken.add(fold(name));
		names.set(job, name);
	}

	return names;
}

function safe(job: string): string {
	return job
		.normalize('NFC')
		.replace(/[^\p{L}\p{N}._-]+/gu, '-')
		.replace(/^[-.]+|[-.]+$/g, '');
}

function marked(plain: string, job: string): string {
	const mark = createHash('sha256').update(job).digest('hex').slice(0, 8);
	return `${cut(plain) || 'job'}-${mark}`;
}

function cut(name: string): string {
	let kept = '';
	for (const character of name) {
		if (Buffer.byteLength(kept + character) > longest) break;
		kept += character;
	}

	return kept;
}

/** The same for names that some file system takes for the same. */
function fold(name: string): string {
	return name.normalize('NFKD').toLowerCase().toUpperCase();
}
