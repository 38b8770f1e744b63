import type {PlannedService} from '../../model/plan.js';

/**
 * Gives every name to the first service that wants it; a service that gets none is left out, as GitLab Runner does with one that is
 * there already. `names`: those by which the job reaches it.
 */
export function nameServices<T extends {readonly service: Pick<PlannedService, 'aliases'>}>(
	services: readonly T[],
): {readonly named: readonly (T & {readonly names: readonly string[]})[]; readonly leftOut: readonly T[]} {
	const taken = new Set<string>();
	const all = services.map(one => {
		const names = one.service.aliases.filter(name => !taken.has(name));
		for (const name of names) {
			taken.add(name);
		}

		return {one, names};
	});
	return {
		named: all.filter(({names}) => names.length > 0).map(({one, names}) => ({...one, names})),
		leftOut: all.filter(({names}) => names.length === 0).map(({one}) => one),
	};
}
