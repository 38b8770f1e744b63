import type {Outcome} from '../model/outcome.js';
import type {PlannedCache} from '../model/plan.js';
import {CacheFolder} from '../workspace/cache-folder.js';
import {cacheKey} from '../workspace/cache-key.js';
import type {Workspace} from '../workspace/workspace.js';
import type {JobSink, JobSpec, RunSpec} from './executor.js';
import {isWanted} from './has-failed.js';
import type {Notice, Place} from './place.js';

/** The caches of a job in a run. */
export function jobCaches(
	{cacheFolder, workspace}: RunSpec,
	{caches = [], variables}: JobSpec,
	sink: Pick<JobSink, 'notice'>,
): JobCaches {
	const folder = cacheFolder === undefined ? undefined : new CacheFolder(cacheFolder);
	return new JobCaches({folder, caches, variables, workspace, notice: (text, level) => sink.notice(text, level)});
}

export interface CacheSpec {
	/** Undefined: nothing is kept, and nothing found. */
	readonly folder: CacheFolder | undefined;
	readonly caches: readonly PlannedCache[];
	/** Of the job: `CACHE_FALLBACK_KEY` is a key for all of its caches. */
	readonly variables: Readonly<Record<string, string>>;
	readonly workspace: Pick<Workspace, 'root' | 'files'>;
	readonly notice: Notice;
}

/**
 * The caches of one attempt (https://docs.gitlab.com/ci/yaml/#cache): restored before its artifacts, saved before them too. A cache
 * never fails a job: what goes wrong is a warning. On one machine all branches share them, as with `unprotect`.
 */
export class JobCaches {
	readonly #spec: CacheSpec;
	#keys: Promise<readonly string[]> | undefined;

	constructor(spec: CacheSpec) {
		this.#spec = spec;
	}

	/** `unpack` lays a tar file over the project. */
	async restore(unpack: (file: string) => Promise<void>, signal: AbortSignal): Promise<void> {
		const {folder, caches, notice} = this.#spec;
		for (const [index, cache] of folder === undefined ? [] : caches.entries()) {
			signal.throwIfAborted();
			if (folder !== undefined && cache.policy !== 'push') {
				const key = (await this.#all())[index] ?? '';
				await this.#restoreOne(folder, key, cache, unpack);
				signal.throwIfAborted();
			}
		}

		if (folder === undefined && caches.length > 0) {
			notice('no cache is kept for this run', 'warning');
		}
	}

	/** Which caches are to be saved after such an end. */
	wanted(outcome: Outcome, stop: AbortSignal): readonly PlannedCache[] {
		const {folder, caches} = this.#spec;
		return folder === undefined
			? []
			: caches.filter(({policy, when}) => policy !== 'pull' && isWanted(when, outcome, stop));
	}

	async save(caches: readonly PlannedCache[], place: Place, signal: AbortSignal): Promise<void> {
		const {folder} = this.#spec;
		for (const cache of folder === undefined ? [] : caches) {
			if (signal.aborted || folder === undefined) {
				return;
			}

			const key = (await this.#all())[this.#spec.caches.indexOf(cache)] ?? '';
			await this.#saveOne(folder, key, cache, place, signal);
		}
	}

	async #restoreOne(
		folder: CacheFolder,
		key: string,
		{fallbackKeys}: PlannedCache,
		unpack: (file: string) => Promise<void>,
	): Promise<void> {
		const {notice, variables} = this.#spec;
		const common = variables['CACHE_FALLBACK_KEY'] ?? '';
		const keys = [key, ...fallbackKeys, common].filter(text => text !== '');
		const found = await folder.find(keys);
		if (found === undefined) {
			notice(`Cache ${key}: there is none yet`);
			return;
		}

		try {
			await unpack(folder.fileOf(found));
			notice(found === key ? `Cache ${key}: restored` : `Cache ${key}: there is none yet; restored ${found} instead`);
		} catch (error) {
			notice(`Cache ${found}: cannot be restored: ${messageOf(error)}`, 'warning');
		}
	}

	async #saveOne(
		folder: CacheFolder,
		key: string,
		cache: PlannedCache,
		place: Place,
		signal: AbortSignal,
	): Promise<void> {
		const {notice} = this.#spec;
		const tell: Notice = (text, level) => notice(`Cache ${key}: ${text}`, level);
		try {
			await folder.make();
		} catch (error) {
			tell(`cannot save the cache: ${messageOf(error)}`, 'warning');
			return;
		}

		const {paths, untracked} = cache;
		const choice = {as: 'cache', paths, untracked, exclude: []} as const;
		const error = await place.saveFiles(choice, folder.fileOf(key), tell, signal);
		if (error !== undefined && !signal.aborted) {
			tell(error.message, 'warning');
		}
	}

	/** Worked out once: a job that changes the files of its key saves under the key it began with, as in GitLab. */
	async #all(): Promise<readonly string[]> {
		const {caches, workspace} = this.#spec;
		this.#keys ??= Promise.all(caches.map(async ({key}) => await cacheKey(key, workspace)));
		return await this.#keys;
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
