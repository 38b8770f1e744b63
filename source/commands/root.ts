import path from 'node:path';
import type {Adapters} from './adapters.js';
import type {Options} from './options.js';
import {defaultPipelineFile} from './pipeline-file.js';

/** The repository's root: where its state is kept. */
export async function findRoot(options: Options, adapters: Pick<Adapters, 'git'>): Promise<string> {
	if (options.repo !== undefined && !isUrl(options.repo)) {
		return path.resolve(options.cwd, options.repo);
	}

	return adapters.git.findRoot(options.cwd, options.file ?? defaultPipelineFile);
}

export function isUrl(repo: string): boolean {
	return /^[a-z][a-z0-9+.-]*:\/\//i.test(repo) || /^[^/\\]+@[^/\\]+:/.test(repo);
}
