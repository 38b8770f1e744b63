import {rm} from 'node:fs/promises';
import {type ElsewhereFile, elsewhereKey, type FetchedFile} from '../../model/elsewhere-file.js';
import {CannotFetch} from './cannot-fetch.js';
import {componentAddress, componentFiles} from './component.js';
import {fetchRemote} from './fetch-remote.js';
import {IncludeCache} from './include-cache.js';
import {ProjectSnapshots} from './project-snapshots.js';

/** Gets files of `include` from where they are, or the copies kept from an earlier time. */
export interface Includes {
	/** All at once; never rejects. `known` files are answered from memory. */
	fetch(files: readonly ElsewhereFile[]): Promise<readonly FetchedFile[]>;
	/** Removes what was needed for the time being. */
	close(): Promise<void>;
}

export interface IncludesRequest {
	/** The repository whose remote tells the host of other projects. */
	readonly root: string;
	/** Where copies are kept. */
	readonly cacheFolder: string;
	/** For all that is fetched, from the opening on, ms. */
	readonly limitMs?: number;
	/** Where templates are published; for tests. */
	readonly templates?: string;
}

/** GitLab publishes its templates with its sources. */
const publishedTemplates = 'https://gitlab.com/gitlab-org/gitlab/-/raw/master/lib/gitlab/ci/templates';

/** A copy younger than this is as good as the original: a plan is asked for again and again. */
const freshMs = 10 * 60_000;

export function openIncludes(request: IncludesRequest): Includes {
	const {cacheFolder, limitMs = 8000, templates = publishedTemplates} = request;
	const cache = new IncludeCache(cacheFolder);
	const snapshots = new ProjectSnapshots(request.root, cacheFolder);
	const known = new Map<string, Promise<FetchedFile>>();
	const deadline = AbortSignal.timeout(limitMs);

	const get = async (file: ElsewhereFile): Promise<string> => {
		switch (file.kind) {
			case 'remote': {
				return fetchRemote(file.url, deadline, file.integrity);
			}

			case 'template': {
				return fetchRemote(`${templates}/${file.name.split('/').map(encodeURIComponent).join('/')}`, deadline);
			}

			case 'project': {
				return snapshots.read({project: file.project, ref: file.ref, paths: [file.path]}, deadline);
			}

			default: {
				const {host, project, name} = componentAddress(file.address);
				return snapshots.read({host, project, version: file.version, paths: componentFiles(name)}, deadline);
			}
		}
	};

	const fetchOne = async (file: ElsewhereFile): Promise<FetchedFile> => {
		const key = `${await snapshots.place()} ${elsewhereKey(file)}`;
		const copy = await cache.read(key);
		if (copy && Date.now() - copy.copiedAt < freshMs) return {text: copy.text};
		try {
			const text = await get(file);
			await cache.write(key, text);
			return {text};
		} catch (error) {
			if (!(error instanceof CannotFetch)) throw error;
			const problem = error.message;
			return copy && !error.isFinal ? {text: copy.text, problem, copiedAt: copy.copiedAt} : {text: undefined, problem};
		}
	};

	return {
		async fetch(files) {
			return Promise.all(
				files.map(file => {
					const key = elsewhereKey(file);
					const answer = known.get(key) ?? fetchOne(file);
					known.set(key, answer);
					return answer;
				}),
			);
		},
		async close() {
			await Promise.allSettled(known.values());
			for (const folder of snapshots.folders()) await rm(folder, {recursive: true, force: true});
		},
	};
}
