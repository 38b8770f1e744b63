import type {Duplex} from 'node:stream';
import type Docker from 'dockerode';
import type {PlannedService} from '../../model/plan.js';
import type {Notice} from '../place.js';
import {engineError} from './engine-error.js';
import type {Labels} from './labels.js';
import {untilListening} from './listening.js';
import {LogTail} from './log-tail.js';
import type {Removal} from './removal.js';
import {buildsDir} from './snapshot.js';

export interface ServiceSpec {
	readonly docker: Docker;
	readonly removal: Removal;
	readonly service: PlannedService;
	readonly imageId: string;
	readonly names: readonly string[];
	/** The job's network, by its id. */
	readonly network: string;
	readonly labels: Labels;
	/** The job's variables: a service gets them too, under its own. */
	readonly variables: Readonly<Record<string, string>>;
	/** The volume with the job's files, if there is one. */
	readonly volume: string | undefined;
	/** An image with a shell. */
	readonly shellImage: string;
	readonly notice: Notice;
}

/** As GitLab Runner's `wait_for_services_timeout`. */
const readySeconds = 30;
/** GitLab Runner looks at no more. */
const mostPorts = 20;

/** A container beside a job. */
export class Service {
	readonly #spec: ServiceSpec;
	readonly #container: Docker.Container;
	readonly #stream: Duplex;
	readonly #tail: LogTail;
	readonly #ended: Promise<void>;

	private constructor(spec: ServiceSpec, container: Docker.Container, stream: Duplex) {
		const {variables} = spec;
		this.#spec = spec;
		this.#container = container;
		this.#stream = stream;
		const isShown = variables['CI_DEBUG_SERVICES'] === 'true';
		this.#tail = new LogTail(isShown ? line => this.#spec.notice(`[${this.#name}] ${line}`, 'info') : undefined);
		this.#ended = new Promise(resolve => {
			stream.on('data', (chunk: Buffer) => this.#tail.take(chunk));
			stream.on('error', () => resolve());
			stream.on('close', () => resolve());
			stream.on('end', () => resolve());
		});
		void this.#ended.then(async () => await this.#tellEnd());
	}

	/** Makes the container and starts it. Rejects with a CiError. */
	static async start(spec: ServiceSpec): Promise<Service> {
		const {docker, removal, service} = spec;
		const {name} = service.image;
		let container: Docker.Container | undefined;
		try {
			container = await docker.createContainer(containerOptions(spec));
			const stream = (await container.attach({stream: true, stdout: true, stderr: true})) as unknown as Duplex;
			const started = new Service(spec, container, stream);
			await container.start();
			return started;
		} catch (error) {
			const made = container;
			if (made !== undefined) {
				void removal.start(() => removal.attempt(() => made.remove({force: true, v: true})));
			}

			throw engineError(error, `start the service ${name}`);
		}
	}

	/** Resolves when it answers on a port that its image exposes; else says so after a while, and lets the job begin. */
	async ready(signal: AbortSignal): Promise<void> {
		const {variables} = this.#spec;
		const seconds = Number(variables['WAIT_FOR_SERVICE_TIMEOUT'] ?? readySeconds);
		if (!(seconds > 0)) {
			return;
		}

		const limit = AbortSignal.timeout(seconds * 1000);
		const ended = new AbortController();
		void this.#ended.then(() => ended.abort());
		try {
			await this.#untilListening(AbortSignal.any([signal, limit, ended.signal]));
		} catch {
			signal.throwIfAborted();
			if (limit.aborted) {
				this.#spec.notice(
					`The service ${this.#name} does not answer after ${seconds} s: the job begins all the same`,
					'warning',
				);
				this.#tellLines();
			}
		}
	}

	async remove(): Promise<void> {
		const {removal} = this.#spec;
		await removal.attempt(() => this.#container.remove({force: true, v: true}));
		this.#stream.destroy();
	}

	get #name(): string {
		return this.#spec.service.image.name;
	}

	async #untilListening(signal: AbortSignal): Promise<void> {
		const {docker, removal, labels, network, shellImage: image, service} = this.#spec;
		const {Id, Config, NetworkSettings} = await this.#container.inspect();
		const ports = portsOf(service.variables['HEALTHCHECK_TCP_PORT'], Object.keys(Config.ExposedPorts ?? {}));
		const address = Object.values(NetworkSettings.Networks)[0]?.IPAddress;
		if (ports.length > 0 && address) {
			await untilListening({docker, removal, labels, container: Id, address, network, ports, image}, signal);
		}
	}

	/** Whatever becomes of the job: it may well have no need of the service any more. */
	async #tellEnd(): Promise<void> {
		try {
			await this.#container.wait();
			const {State} = await this.#container.inspect();
			const why = State.OOMKilled ? 'out of memory' : `exit code ${State.ExitCode}`;
			this.#spec.notice(`The service ${this.#name} has ended before the job (${why})`, 'warning');
			this.#tellLines();
		} catch {
			// It is removed, or the engine is away, which the job itself tells.
		}
	}

	#tellLines(): void {
		for (const line of this.#tail.lines) {
			this.#spec.notice(`[${this.#name}] ${line}`, 'warning');
		}
	}
}

function containerOptions(spec: ServiceSpec): Docker.ContainerCreateOptions {
	const {service, imageId, names, network, labels, variables, volume} = spec;
	const {image, command} = service;
	const {name, entrypoint, user, platform} = image;
	// Values that are masked as well: an image without a shell can be told them in no other way.
	const environment = Object.entries({...variables, ...service.variables}).filter(([key]) => key !== 'PWD');
	return {
		Image: imageId,
		...(entrypoint === undefined ? {} : {Entrypoint: [...entrypoint]}),
		...(command === undefined ? {} : {Cmd: [...command]}),
		...(user === undefined ? {} : {User: user}),
		...(platform === undefined ? {} : {platform}),
		Env: environment.map(([key, value]) => `${key}=${value}`),
		Labels: {...labels, 'ci-tui.service': name},
		AttachStdout: true,
		AttachStderr: true,
		HostConfig: {
			...(volume === undefined ? {} : {Binds: [`${volume}:${buildsDir}`]}),
			NetworkMode: network,
			LogConfig: {Type: 'none', Config: {}},
		},
		NetworkingConfig: {EndpointsConfig: {[network]: {Aliases: [...names]}}},
	};
}

/** `exposed` as the engine has them: `5432/tcp`. */
function portsOf(wanted: string | undefined, exposed: readonly string[]): readonly number[] {
	const all = wanted === undefined ? exposed : [`${wanted}/tcp`];
	return all
		.filter(port => /^\d+\/tcp$/.test(port))
		.map(port => Number.parseInt(port, 10))
		.sort((a, b) => a - b)
		.slice(0, mostPorts);
}
