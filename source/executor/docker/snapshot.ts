import type Docker from 'dockerode';
import {pack} from 'tar-stream';
import {addEntry} from '../../workspace/tar-entries.js';
import type {Workspace} from '../../workspace/workspace.js';
import {engineError} from './engine-error.js';
import type {Labels} from './labels.js';
import type {Removal} from './removal.js';
import {Spool} from './spool.js';

/** The folder that all projects lie in, in a container. */
export const buildsDir = '/builds';

/** How many jobs' layers are made at a time: a few at first, as the first job waits for them. */
const firstLayers = 16;
const layersAtOnce = 64;
/** More are made when only so many are left. */
const fewLayers = 8;

export interface SnapshotOptions {
	readonly docker: Docker;
	readonly workspace: Workspace;
	/** `group/project` */
	readonly projectPath: string;
	readonly name: string;
	readonly labels: Labels;
	readonly removal: Removal;
	/** False: every job gets a copy, whatever the engine can do. */
	readonly overlay: boolean;
}

/** One job's own files, seen nowhere else. */
export interface JobFiles {
	/** A volume for `/builds`; undefined when the files have to be put into the container. */
	readonly volume?: string;
	/** To be put at `/`, when there is no volume. */
	tar(): NodeJS.ReadableStream;
	/** To be called once the container is gone. */
	remove(): Promise<void>;
}

interface Layers {
	readonly source: string;
	readonly layers: string;
}

/**
 * The workspace on the engine: sent once a run into a volume, of which every job gets an overlay with a layer of its own for what it
 * writes. An engine that cannot do that (its storage is an overlay itself, say) gets one tar stream a job.
 */
export class Snapshot {
	readonly #options: SnapshotOptions;
	readonly #spool: Spool;
	#layers: Promise<Layers | undefined> | undefined;
	#isReady = false;
	#count = 0;
	/** How many jobs' layers there are. */
	#made = 0;
	#making: Promise<void> | undefined;

	constructor(options: SnapshotOptions) {
		this.#options = options;
		this.#spool = new Spool(() => options.workspace.tar(`${buildsDir.slice(1)}/${options.projectPath}/`));
	}

	/** Whether the files of a job are there at once. */
	get isReady(): boolean {
		return this.#isReady;
	}

	/** `image` is one that the engine has: it carries the files into the volume and is never started. */
	async filesFor(image: string, isEmpty: boolean, labels: Labels): Promise<JobFiles> {
		if (isEmpty) {
			return {tar: () => emptyProject(this.#options.projectPath), remove: async () => {}};
		}

		const layers = await this.#prepareOnce(image);
		if (layers === undefined) {
			const file = await this.#spool.file();
			return {tar: () => file.read(), remove: async () => {}};
		}

		const index = this.#count++;
		await this.#untilMade(index, image);
		const volume = await this.#overlay(layers, index, labels);
		return {
			volume,
			tar: () => emptyProject(this.#options.projectPath),
			remove: async () => {
				await this.#options.docker.getVolume(volume).remove();
			},
		};
	}

	/** Removes the volumes and the spool; the jobs' containers are gone by then. */
	async close(): Promise<void> {
		const {docker, name, removal} = this.#options;
		if ((await this.#layers?.catch(() => undefined)) !== undefined) {
			const parts = ['source', 'layers'];
			await Promise.all(parts.map(part => removal.attempt(() => docker.getVolume(`${name}-${part}`).remove())));
		}

		await this.#spool.close();
	}

	/** An engine that was away for a moment is no reason for later jobs to fail. */
	async #prepareOnce(image: string): Promise<Layers | undefined> {
		this.#layers ??= this.#options.overlay ? this.#prepare(image) : Promise.resolve(undefined);
		try {
			const layers = await this.#layers;
			this.#isReady = true;
			return layers;
		} catch (error) {
			this.#layers = undefined;
			throw error;
		}
	}

	async #prepare(image: string): Promise<Layers | undefined> {
		const {docker, name, labels, workspace, projectPath, removal} = this.#options;
		const [source, layers] = await Promise.all(
			['source', 'layers'].map(async part => {
				await docker.createVolume({Name: `${name}-${part}`, Driver: 'local', Labels: labels});
				return await docker.getVolume(`${name}-${part}`).inspect();
			}),
		);
		if (!source?.Mountpoint || !layers?.Mountpoint) {
			return undefined;
		}

		const paths = {source: source.Mountpoint, layers: layers.Mountpoint};
		const [canMount] = await this.#carry(
			image,
			[`${name}-source:/source`, `${name}-layers:/layers`],
			async container => {
				await container.putArchive(layerFolders(0, firstLayers), {path: '/layers'});
				return await Promise.all([
					this.#canMount(paths, image),
					container.putArchive(workspace.tar(`${projectPath}/`), {path: '/source'}),
				]);
			},
		);
		if (canMount) {
			this.#made = firstLayers;
			return paths;
		}

		// The engine's words differ by its version and its storage; whatever they are, copies work.
		for (const part of ['source', 'layers']) {
			await removal.attempt(() => docker.getVolume(`${name}-${part}`).remove());
		}

		return undefined;
	}

	/** Whether the engine mounts such a volume shows when it has to look into one. */
	async #canMount(paths: Layers, image: string): Promise<boolean> {
		const {docker, labels, removal} = this.#options;
		const volume = await this.#overlay(paths, this.#count++, labels);
		try {
			await this.#carry(image, [`${volume}:/overlay`], async container => {
				const answer = await container.infoArchive({path: '/overlay'});
				// It has no body, but its connection is held until somebody has read it.
				answer.resume();
			});
			return true;
		} catch {
			return false;
		} finally {
			void removal.start(() => removal.attempt(() => docker.getVolume(volume).remove()));
		}
	}

	async #untilMade(index: number, image: string): Promise<void> {
		while (index + fewLayers >= this.#made) {
			this.#making ??= this.#makeLayers(image).finally(() => {
				this.#making = undefined;
			});
			if (index >= this.#made) {
				await this.#making;
			} else {
				this.#making.catch(() => {
					// Whoever needs them tries again.
				});
				return;
			}
		}
	}

	async #makeLayers(image: string): Promise<void> {
		await this.#carry(image, [`${this.#options.name}-layers:/layers`], async container => {
			await container.putArchive(layerFolders(this.#made, layersAtOnce), {path: '/layers'});
		});
		this.#made += layersAtOnce;
	}

	async #overlay(paths: Layers, index: number, labels: Labels): Promise<string> {
		const {docker, name} = this.#options;
		const layer = `${paths.layers}/${index}`;
		const volume = `${name}-job-${index}`;
		await docker.createVolume({
			Name: volume,
			Driver: 'local',
			DriverOpts: {
				type: 'overlay',
				device: 'overlay',
				o: `lowerdir=${paths.source},upperdir=${layer}-upper,workdir=${layer}-work`,
			},
			Labels: {...labels},
		});
		return volume;
	}

	/** A container that is never started, through which files go in and out of volumes. */
	async #carry<T>(image: string, binds: string[], use: (container: Docker.Container) => Promise<T>): Promise<T> {
		const {docker, labels, removal} = this.#options;
		const container = await docker
			.createContainer({
				Image: image,
				Entrypoint: ['sh'],
				Labels: {...labels},
				HostConfig: {Binds: binds, NetworkMode: 'none', LogConfig: {Type: 'none', Config: {}}},
			})
			.catch((error: unknown) => {
				throw engineError(error, 'make the container that takes the workspace in');
			});
		try {
			return await use(container);
		} finally {
			void removal.start(() => removal.attempt(() => container.remove({force: true})));
		}
	}
}

function layerFolders(first: number, count: number): NodeJS.ReadableStream {
	const indexes = Array.from({length: count}, (_, offset) => first + offset);
	return folders(indexes.flatMap(index => [`${index}-upper`, `${index}-work`]));
}

function emptyProject(projectPath: string): NodeJS.ReadableStream {
	const parts = `${buildsDir.slice(1)}/${projectPath}`.split('/');
	return folders(parts.map((_, index) => parts.slice(0, index + 1).join('/')));
}

function folders(names: readonly string[]): NodeJS.ReadableStream {
	const tar = pack();
	void (async () => {
		for (const name of names) {
			await addEntry(tar, {name: `${name}/`, type: 'directory', mode: 0o777});
		}

		tar.finalize();
	})();
	return tar as unknown as NodeJS.ReadableStream;
}
