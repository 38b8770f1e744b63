import type {PlannedService} from '../../model/plan.js';

export interface NamedService {
	readonly service: PlannedService;
	/** The names by which the job reaches it. */
	readonly names: readonly string[];
}

/**
 * Gives every name to the first service that wants it; a service that gets none is left out, as GitLab Runner does with one that is
 * there already.
 */
export function nameServices(services: readonly PlannedService[]): {
	readonly named: readonly NamedService[];
	readonly leftOut: readonly PlannedService[];
} {
	const taken = new Set<string>();
	const all = services.map(service => {
		const names = service.aliases.filter(name => !taken.has(name));
		for (const name of names) {
			taken.add(name);
		}

		return {service, names};
	});
	return {
		named: all.filter(({names}) => names.length > 0),
		leftOut: all.filter(({names}) => names.length === 0).map(({service}) => service),
	};
}
