import type Docker from 'dockerode';
import {CiError} from '../../errors.js';
import type {Image, PullPolicy} from '../../model/plan.js';
import {engineError, isMissing} from './engine-error.js';
import {pathOf} from './image-reference.js';
import {fitsPlatform} from './platform.js';
import {type OnProgress, pull} from './pull.js';

/** What of an image decides how a job is run in it. */
export interface ImageFacts {
	readonly id: string;
	/** Its own user; empty for root. */
	readonly user: string;
	/** Which policies did not get it before one did, and why. */
	readonly warnings: readonly string[];
}

type Found = Omit<ImageFacts, 'warnings'>;

interface Pending {
	readonly facts: Promise<ImageFacts>;
	readonly listeners: Set<OnProgress>;
}

/** The images of a run: each is looked for, and pulled by its policy, once, for all jobs that need it. */
export class Images {
	readonly #docker: Docker;
	readonly #pending = new Map<string, Pending>();
	readonly #closing = new AbortController();

	constructor(docker: Docker) {
		this.#docker = docker;
	}

	/** Waits for the image, telling how its pull goes; rejects with a CiError, or with the signal's reason when it is aborted first. */
	async ensure(image: Image, onProgress: OnProgress, signal: AbortSignal): Promise<ImageFacts> {
		const policies = image.pullPolicy ?? ['if-not-present'];
		const key = JSON.stringify([image.name, image.platform, policies]);
		const pending = this.#pending.get(key) ?? this.#start(key, image, policies);
		pending.listeners.add(onProgress);
		const {promise: aborted, reject} = Promise.withResolvers<never>();
		const abort = () => reject(signal.reason);
		signal.addEventListener('abort', abort, {once: true});
		try {
			signal.throwIfAborted();
			return await Promise.race([pending.facts, aborted]);
		} finally {
			signal.removeEventListener('abort', abort);
			pending.listeners.delete(onProgress);
		}
	}

	/** Ends the pulls that nobody waits for any more. */
	close(): void {
		this.#closing.abort();
	}

	#start(key: string, image: Image, policies: readonly PullPolicy[]): Pending {
		const listeners = new Set<OnProgress>();
		const tell: OnProgress = (text, fraction) => {
			for (const listener of listeners) {
				listener(text, fraction);
			}
		};
		const facts = this.#obtain(image, policies, tell);
		this.#pending.set(key, {facts, listeners});
		facts.catch(() => {
			// Whoever waits is told; a later job, or a retry, tries again.
			this.#pending.delete(key);
		});
		return {facts, listeners};
	}

	/** Policies are tried in their order until one works (https://docs.gitlab.com/ci/yaml/#imagepull_policy). */
	async #obtain(image: Image, policies: readonly PullPolicy[], tell: OnProgress): Promise<ImageFacts> {
		assertName(image.name);
		const warnings: string[] = [];
		let failure: unknown;
		for (const policy of policies) {
			try {
				return {...(await this.#obtainBy(policy, image, tell)), warnings};
			} catch (error) {
				failure = error;
				warnings.push(`pull_policy ${policy}: ${error instanceof Error ? error.message : String(error)}`);
			}
		}

		throw warnings.length > 1 && failure instanceof CiError ? withAll(warnings, failure) : failure;
	}

	async #obtainBy(policy: PullPolicy, image: Image, tell: OnProgress): Promise<Found> {
		const present = policy === 'always' ? undefined : await this.#inspect(image);
		if (present !== undefined) {
			return present;
		}

		if (policy === 'never') {
			throw new CiError(
				'IMAGE_NOT_FOUND',
				`the image ${image.name} is not on the engine${image.platform ? ` for ${image.platform}` : ''}, and its pull_policy is never.`,
				{
					hint: `docker pull ${image.platform ? `--platform ${image.platform} ` : ''}${image.name}`,
				},
			);
		}

		tell(`Pulling ${image.name}`);
		await pull(this.#docker, image.name, image.platform, tell, this.#closing.signal);
		const pulled = await this.#inspect({name: image.name});
		if (pulled === undefined) {
			throw new CiError('IMAGE_PULL_FAILED', `the engine has pulled ${image.name} and does not have it.`);
		}

		return pulled;
	}

	/** One that is there for another platform is not there. */
	async #inspect({name, platform}: Image): Promise<Found | undefined> {
		try {
			const found = await this.#docker.getImage(name).inspect();
			const isWanted = platform === undefined || fitsPlatform(found, platform);
			return isWanted ? {id: found.Id, user: found.Config?.User ?? ''} : undefined;
		} catch (error) {
			if (isMissing(error)) {
				return undefined;
			}

			throw engineError(error, `look for the image ${name}`);
		}
	}
}

function withAll(warnings: readonly string[], {code, hint, detail, cause}: CiError): CiError {
	return new CiError(code, warnings.join('; '), {hint, detail, cause});
}

/** What an engine could not even be asked for: most often a variable of the name has no value. */
function assertName(name: string): void {
	if (!/^[\w.:/@[\]-]+$/.test(name) || /[A-Z]/.test(pathOf(name))) {
		throw new CiError('IMAGE_NAME', `"${name}" is no name of an image.`, {
			hint: name.includes('$')
				? 'The variable in it is not known where the image is chosen.'
				: 'It looks like registry.example.com/group/name:tag, with small letters before the tag.',
		});
	}
}
