import {expandText, expandVariables} from '../model/expand-variables.js';
import type {PlannedCache, PlannedService} from '../model/plan.js';

type Variables = Readonly<Record<string, string>>;

/** Services with the job's variables filled in; one without a name, of a variable that is empty, is gone. */
export function expandServices(services: readonly PlannedService[], variables: Variables): readonly PlannedService[] {
	const expand = (text: string): string => expandText(text, variables);
	return services
		.map(({image, aliases, variables: own, ...rest}) => {
			const {name, user} = image;
			return {
				...rest,
				image: {...image, name: expand(name), ...(user !== undefined && {user: expand(user)})},
				aliases: aliases.map(expand).filter(alias => alias !== ''),
				variables: expandOwn(own, variables),
			};
		})
		.filter(({image}) => image.name !== '');
}

/** Caches with the job's variables filled in. */
export function expandCaches(caches: readonly PlannedCache[], variables: Variables): readonly PlannedCache[] {
	const expand = (text: string): string => expandText(text, variables);
	return caches.map(({key, paths, fallbackKeys, ...rest}) => ({
		...rest,
		key: typeof key === 'string' ? expand(key) : expandFiles(key, expand),
		paths: paths.map(expand),
		fallbackKeys: fallbackKeys.map(expand),
	}));
}

/** A service's own variables may refer to the job's, and to each other. */
function expandOwn(own: Variables, variables: Variables): Variables {
	const first = Object.fromEntries(Object.entries(own).map(([name, text]) => [name, expandText(text, variables)]));
	return Object.fromEntries(
		Object.entries(expandVariables(own, {...variables, ...first})).filter(([name]) => Object.hasOwn(own, name)),
	);
}

function expandFiles(
	{files, prefix}: Exclude<PlannedCache['key'], string>,
	expand: (text: string) => string,
): PlannedCache['key'] {
	return {files: files.map(expand), ...(prefix !== undefined && {prefix: expand(prefix)})};
}
