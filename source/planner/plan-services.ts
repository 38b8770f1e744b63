import type {JobDefinition, ServiceDefinition} from '../model/definition.js';
import type {Expansion} from '../model/expansion.js';
import type {PlannedCache, PlannedService} from '../model/plan.js';

/** A job's services with variables filled in and the names they answer to (GitLab's "Services", "Accessing the services"). */
export function planServices({services}: JobDefinition, expansion: Expansion): readonly PlannedService[] {
	return services.map(
		({name, aliases, entrypoint, command, variables, pullPolicy, user, platform}: ServiceDefinition) => {
			const image = expansion.expand(name);
			const own = Object.entries(variables).map(([key, {value, expand}]) => {
				return [key, expand ? expansion.expand(value) : value.replaceAll('$', '$$$$')] as const;
			});
			return {
				image: {
					name: image,
					...(entrypoint && {entrypoint}),
					...(pullPolicy && {pullPolicy}),
					...(user !== undefined && {user: expansion.expand(user)}),
					...(platform !== undefined && {platform}),
				},
				aliases: [...new Set([...hostNamesOf(image), ...aliases.map(alias => expansion.expand(alias))])],
				...(command && {command}),
				variables: Object.fromEntries(own),
			};
		},
	);
}

/** A job's caches with variables filled in. */
export function planCaches({caches}: JobDefinition, expansion: Expansion): readonly PlannedCache[] {
	return caches.map(({key, paths, untracked, policy, when, fallbackKeys}) => ({
		key: typeof key === 'string' ? expansion.expand(key) : expandFiles(key, expansion),
		paths: paths.map(path => expansion.expand(path).replace(/^\$\{CI_PROJECT_DIR\}\/*/, '')),
		untracked,
		policy: policyOf(expansion.expand(policy)),
		when,
		fallbackKeys: fallbackKeys.map(fallback => expansion.expand(fallback)),
	}));
}

/** `group/postgres:16` answers to `group__postgres` and `group-postgres`. */
function hostNamesOf(image: string): readonly string[] {
	const name = image
		.replace(/@.*$/, '')
		.replace(/:[^/]*$/, '')
		.replace(/:\d+\//, '/');
	return [...new Set([name.replaceAll('/', '__'), name.replaceAll('/', '-')])];
}

function expandFiles(
	key: Exclude<PlannedCache['key'], string>,
	expansion: Expansion,
): Exclude<PlannedCache['key'], string> {
	const files = key.files.map(file => expansion.expand(file));
	return {files, ...(key.prefix !== undefined && {prefix: expansion.expand(key.prefix)})};
}

/** A variable that names no policy means the default one. */
function policyOf(written: string): PlannedCache['policy'] {
	return written === 'pull' || written === 'push' ? written : 'pull-push';
}
