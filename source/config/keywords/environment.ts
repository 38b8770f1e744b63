import type {EnvironmentDefinition} from '../../model/definition.js';
import {anything, object, oneOf, type Shape, text} from '../shape.js';
import {duration} from './duration.js';
import {placedText} from './placed-text.js';

const autoStop: Shape<string> = (node, reading) => {
	if (node.kind === 'scalar' && (node.text === 'never' || node.text.includes('$'))) return node.text;
	return node.kind === 'scalar' && duration()(node, reading) !== undefined ? node.text : undefined;
};

const keys = object(
	'environment',
	{
		name: text,
		url: text,
		action: oneOf('start', 'prepare', 'stop', 'verify', 'access'),
		on_stop: placedText,
		auto_stop_in: autoStop,
		kubernetes: anything,
		deployment_tier: text,
	},
	['name'],
);

/** `environment`: a name, or a map (GitLab's reference, "environment"). */
export const environment: Shape<EnvironmentDefinition> = (node, reading) => {
	if (node.kind !== 'map') {
		const name = text(node, reading);
		return name === undefined ? undefined : {name};
	}

	const found = keys(node, reading);
	if (found?.name === undefined) return undefined;
	return {
		name: found.name,
		...(found.url !== undefined && {url: found.url}),
		...(found.action !== undefined && {action: found.action}),
		...(found.on_stop && {onStop: found.on_stop}),
		...(found.deployment_tier !== undefined && {deploymentTier: found.deployment_tier}),
	};
};
