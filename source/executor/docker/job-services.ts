import type Docker from 'dockerode';
import type {PlannedService} from '../../model/plan.js';
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
	readonly #services: Service[] = [];

	private constructor(spec: JobServicesSpec, network: Docker.Network) {
		this.#spec = spec;
		this.#network = network;
		this.network = network.id;
	}

	/** Rejects with a CiError, having removed what it made. */
	static async start(spec: JobServicesSpec, name: string): Promise<JobServices> {
		const started = new JobServices(spec, await makeNetwork(spec.docker, name, spec.labels));
		try {
			await started.#startAll();
			return started;
		} catch (error) {
			void spec.removal.start(async () => await started.remove());
			throw error;
		}
	}

	/** Resolves when each answers, or has had its time. */
	async ready(signal: AbortSignal): Promise<void> {
		await Promise.all(this.#services.map(async service => await service.ready(signal)));
	}

	/** The job is over: nothing is told of its services any more. */
	hush(): void {
		for (const service of this.#services) {
			service.hush();
		}
	}

	async remove(): Promise<void> {
		await Promise.all(this.#services.map(async service => await service.remove()));
		await this.#spec.removal.attempt(() => this.#network.remove());
	}

	async #startAll(): Promise<void> {
		const {services, notice} = this.#spec;
		const {named, leftOut} = nameServices(services);
		for (const {image} of leftOut.map(({service}) => service)) {
			notice(
				`There is a service of the name of ${image.name} already: this one is not started. Give it an alias`,
				'warning',
			);
		}

		const starts = named.map(async ({service, imageId, names}) => {
			notice(`Starting service ${service.image.name} (${names.join(', ')})`);
			this.#services.push(await Service.start({...this.#spec, service, imageId, names, network: this.network}));
		});
		const failed = (await Promise.allSettled(starts)).find(start => start.status === 'rejected');
		if (failed !== undefined) {
			throw failed.reason;
		}
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
