import {createReadStream} from 'node:fs';
import type Docker from 'dockerode';
import type {Image} from '../../model/plan.js';
import {engineError} from './engine-error.js';
import type {ImageFacts} from './images.js';
import {JobContainer} from './job-container.js';
import {type JobServices, jobAlias} from './job-services.js';
import type {Removal} from './removal.js';
import type {Stay} from './sandboxes.js';
import {buildsDir, type JobFiles} from './snapshot.js';
import {supervisor} from './supervisor.js';

export interface JobContainerSpec {
	readonly docker: Docker;
	readonly removal: Removal;
	readonly image: Image;
	readonly facts: ImageFacts;
	readonly files: JobFiles;
	/** On their way; removed with the job. */
	readonly services: JobServices | undefined;
	/** Its place in a network that is there already; one of its own is made for it without. */
	readonly stay: Stay | undefined;
	readonly labels: Readonly<Record<string, string>>;
	readonly projectDir: string;
	readonly workspaceFiles: readonly string[];
	readonly variables: Readonly<Record<string, string>>;
	/** Values that must not be in the container's configuration. */
	readonly masked: readonly string[];
	/** Bytes; undefined for no limit. */
	readonly memory: number | undefined;
	readonly signal: AbortSignal;
}

/** A job's container with the workspace in it: made, perhaps ahead of need, and started; nothing of the job has run in it. */
export class PreparedJob {
	readonly #spec: JobContainerSpec;
	readonly #container: Docker.Container;
	#place: Promise<JobContainer> | undefined;
	#removed: Promise<void> | undefined;

	private constructor(spec: JobContainerSpec, container: Docker.Container) {
		this.#spec = spec;
		this.#container = container;
	}

	/** Rejects with a CiError, having removed what it made. */
	static async create(spec: JobContainerSpec): Promise<PreparedJob> {
		const {docker, image, files, removal, signal, stay} = spec;
		let container: Docker.Container;
		try {
			container = await docker.createContainer(containerOptions(spec));
		} catch (error) {
			stay?.end(Promise.resolve());
			await removal.start(async () => await removeBeside(spec));
			throw engineError(error, `create a container of ${image.name}`);
		}

		const prepared = new PreparedJob(spec, container);
		try {
			if (files.volume === undefined) {
				await container.putArchive(files.tar(), {path: '/', abortSignal: signal});
			}

			return prepared;
		} catch (error) {
			await prepared.remove();
			throw engineError(error, 'put the workspace into the container');
		}
	}

	get container(): Docker.Container {
		return this.#container;
	}

	/** Starts the container ahead of need; what goes wrong is told by `place`. */
	async start(): Promise<void> {
		await this.#start().catch(() => {
			// The same promise is awaited by `place`.
		});
	}

	/** Waits until the job can begin in its network; false when that cannot be. */
	async settle(): Promise<boolean> {
		const {stay} = this.#spec;
		if (stay === undefined) {
			return true;
		}

		// A network that has gone meanwhile shows at the start.
		const [isFree, place] = await Promise.all([stay.begin(), this.#start().catch(() => undefined)]);
		return isFree && place !== undefined;
	}

	/** Lays a tar file of this host over the project. `what` completes "cannot put … into the container". */
	async unpack(file: string, what: string, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		try {
			await this.#container.putArchive(createReadStream(file), {path: this.#spec.projectDir, abortSignal: signal});
		} catch (error) {
			throw engineError(error, `put ${what} into the container`);
		}

		signal.throwIfAborted();
	}

	/** Resolves when the services answer, or have had their time; the container starts meanwhile. */
	async untilReady(signal: AbortSignal): Promise<void> {
		const {services} = this.#spec;
		if (services !== undefined) {
			void this.start();
			await services.ready(signal);
		}
	}

	async place(): Promise<JobContainer> {
		return await this.#start();
	}

	/** The job is over: its services have nothing more to tell, also where its container is kept. */
	hush(): void {
		this.#spec.services?.hush();
	}

	/** In the background; resolves when nothing of the container is left. */
	remove(): Promise<void> {
		this.#removed ??= this.#removeAll();
		return this.#removed;
	}

	async #removeAll(): Promise<void> {
		const {removal, stay} = this.#spec;
		this.hush();
		const place = this.#place?.catch(() => undefined);
		void place?.then(started => started?.release());
		const removed = removal.start(async () => {
			await removal.attempt(() => this.#container.remove({force: true, v: true}));
			(await place)?.close();
			await removeBeside(this.#spec);
		});
		const gone = place?.then(started => started?.gone ?? removed) ?? removed;
		stay?.end(Promise.race([gone, removed]));
		await removed;
	}

	#start(): Promise<JobContainer> {
		const {image, projectDir, workspaceFiles, memory} = this.#spec;
		this.#place ??= JobContainer.start({
			container: this.#container,
			image: image.name,
			projectDir,
			workspaceFiles,
			hasMemoryLimit: memory !== undefined,
		});
		return this.#place;
	}
}

async function removeBeside({removal, services, files}: JobContainerSpec): Promise<void> {
	await services?.remove();
	await removal.attempt(() => files.remove());
}

function containerOptions(spec: JobContainerSpec): Docker.ContainerCreateOptions {
	const {image, facts, files, labels, memory, services, stay} = spec;
	const network = services?.network ?? stay?.networkMode;
	const shell = ['sh', '-c', supervisor];
	const entrypoint = image.entrypoint?.filter(word => word !== '');
	return {
		Image: facts.id,
		...(entrypoint === undefined ? {Cmd: shell} : {Entrypoint: [...entrypoint, ...shell], Cmd: []}),
		...(image.user === undefined ? {} : {User: image.user}),
		...(image.platform === undefined ? {} : {platform: image.platform}),
		Env: environment(spec),
		Labels: {...labels},
		OpenStdin: true,
		StdinOnce: true,
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
		HostConfig: {
			...(files.volume === undefined ? {} : {Binds: [`${files.volume}:${buildsDir}`]}),
			...(memory === undefined ? {} : {Memory: memory, MemorySwap: memory}),
			...(network === undefined ? {} : {NetworkMode: network}),
			LogConfig: {Type: 'none', Config: {}},
		},
		...(services === undefined
			? {}
			: {NetworkingConfig: {EndpointsConfig: {[services.network]: {Aliases: [jobAlias]}}}}),
	};
}

/** For the entrypoint, and for names that no shell can export. Scripts get all of it another way, secrets included. */
function environment({variables, masked, facts, image}: JobContainerSpec): string[] {
	const isSecret = (value: string) => masked.some(secret => secret !== '' && value.includes(secret));
	const plain = Object.entries(variables).filter(([name, value]) => name !== 'PWD' && !isSecret(value));
	return [...plain, ...ownership(variables, image.user ?? facts.user)].map(([name, value]) => `${name}=${value}`);
}

/** The project belongs to root, as in GitLab: git works in it for other users only when it is told that this is meant. */
function ownership(variables: Readonly<Record<string, string>>, user: string): [string, string][] {
	if (['', '0', 'root'].includes(user.split(':')[0] ?? '') || variables['GIT_CONFIG_COUNT'] !== undefined) {
		return [];
	}

	return [
		['GIT_CONFIG_COUNT', '1'],
		['GIT_CONFIG_KEY_0', 'safe.directory'],
		['GIT_CONFIG_VALUE_0', '*'],
	];
}
