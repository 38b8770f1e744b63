import type {ServiceDefinition} from '../../model/definition.js';
import {anything, listOf, object, type Shape, text} from '../shape.js';
import {containerKeys, containerOptions} from './image.js';
import {commands} from './scripts.js';
import {jobVariables} from './variables.js';

const keys = object(
	'a service',
	{...containerKeys, alias: text, command: commands, variables: jobVariables, ports: anything},
	['name'],
);

/** `services`: names or maps (GitLab's reference, "services"). */
export const services: Shape<readonly ServiceDefinition[]> = listOf((node, reading) => {
	if (node.kind !== 'map') {
		const name = text(node, reading);
		return name === undefined ? undefined : {name, aliases: [], variables: {}};
	}

	const found = keys(node, reading);
	if (found?.name === undefined) return undefined;
	return {
		name: found.name,
		aliases: found.alias?.split(/[\s,]+/).filter(alias => alias !== '') ?? [],
		...containerOptions(found),
		...(found.command && {command: found.command}),
		variables: found.variables ?? {},
	};
});
