import {createReadStream} from 'node:fs';
import {access} from 'node:fs/promises';
import {artifactPattern} from './artifact-pattern.js';
import {tarEntries} from './tar-entries.js';

export interface ReportRequest {
	readonly archive: string;
	readonly patterns: readonly string[];
	readonly projectDir: string;
	/** Longer files are cut. */
	readonly mostBytes: number;
}

/** The files of a tar archive that the patterns of `artifacts:reports` name; none when there is no archive. */
export async function readReport({archive, patterns, projectDir, mostBytes}: ReportRequest) {
	const wanted = patterns.map(pattern => artifactPattern(pattern, projectDir));
	const files: {readonly name: string; readonly content: Buffer}[] = [];
	if (!(await isThere(archive))) return files;
	for await (const {header, content} of tarEntries(createReadStream(archive))) {
		if (header.type !== 'file' || !wanted.some(pattern => pattern.covers(header.name))) continue;
		const chunks: Buffer[] = [];
		let length = 0;
		for await (const chunk of content) {
			if (length < mostBytes) chunks.push(chunk.subarray(0, mostBytes - length));
			length += chunk.length;
		}

		files.push({name: header.name, content: Buffer.concat(chunks)});
	}

	return files;
}

async function isThere(file: string): Promise<boolean> {
	try {
		await access(file);
		return true;
	} catch {
		// The job left no report.
		return false;
	}
}
