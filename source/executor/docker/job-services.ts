import type Docker from 'dockerode';
import type {PlannedService} from '../../model/plan.js';
import type {Notice} from '../place.js';
import {engineError} from './engine-error.js';
import type {Labels} from './labels.js';
import {Service, type ServiceSpec} from './service.js';
import {nameServices} from './service-names.js';

/** A service, and the id of its image on the engine: a pull for another job may move the name. */
export interface FoundService {
	readonly service: PlannedService;
	readonly imageId: string;
}

export interface JobServicesSpec extends Omit<ServiceSpec, 'service' | 'imageId' | 'names' | 'network'> {
	readonly services: readonly FoundService[];
}

/**
 * The services of one job, in a network that is its own: the job reaches each by the names of it, and nobody else does
 * (https://docs.gitlab.com/ci/services/).
 */
export class JobServices {
	/** For the job's container to join; its id. */
	readonly network: string;
	readonly #spec: JobServicesSpec;
	readonly #network: Docker.Network;
	readonly #starts: readonly Promise<Service>[];
	#isHushed = false;

	private constructor(spec: JobServicesSpec, network: Docker.Network) {
		this.#spec = spec;
		this.#network = network;
		this.network = network.id;
		this.#starts = this.#startAll();
	}

	/** Makes the network and begins to start the services, which `ready` waits for. Rejects with a CiError. */
	static async open(spec: JobServicesSpec, name: string): Promise<JobServices> {
		return new JobServices(spec, await makeNetwork(spec.docker, name, spec.labels));
	}

	/** Resolves when each answers, or has had its time. Rejects with a CiError when one could not be started. */
	async ready(signal: AbortSignal): Promise<void> {
		await Promise.all(this.#starts.map(async start => await (await start).ready(signal)));
	}

	/** The job is over: nothing is told of its services any more. */
	hush(): void {
		this.#isHushed = true;
	}

	async remove(): Promise<void> {
		this.hush();
		const started = await Promise.allSettled(this.#starts);
		await Promise.all(started.map(async start => start.status === 'fulfilled' && (await start.value.remove())));
		await this.#spec.removal.attempt(() => this.#network.remove());
	}

	#startAll(): readonly Promise<Service>[] {
		const {services} = this.#spec;
		const notice: Notice = (text, level) => {
			if (!this.#isHushed) {
				this.#spec.notice(text, level);
			}
		};
		const {named, leftOut} = nameServices(services);
		for (const {image} of leftOut.map(({service}) => service)) {
			notice(
				`There is a service of the name of ${image.name} already: this one is not started. Give it an alias`,
				'warning',
			);
		}

		return named.map(({service, imageId, names}) => {
			notice(`Starting service ${service.image.name} (${names.join(', ')})`);
			const start = Service.start({...this.#spec, service, imageId, names, notice, network: this.network});
			start.catch(() => {
				// `ready` tells.
			});
			return start;
		});
	}
}

async function makeNetwork(docker: Docker, name: string, labels: Labels): Promise<Docker.Network> {
	try {
		return await docker.createNetwork({Name: name, Driver: 'bridge', Labels: {...labels}});
	} catch (error) {
		throw engineError(error, "make a network for the job's services");
	}
}

/** What the job itself is called in that network, as with GitLab Runner. */
export const jobAlias = 'build';
