import type {EnvironmentDefinition} from '../../model/definition.js';
import {bool, object, oneOf, type Shape, text} from '../shape.js';
import {duration} from './duration.js';
import {placedText} from './placed-text.js';

const autoStop: Shape<string> = (node, reading) => {
	if (node.kind === 'scalar' && (node.text === 'never' || node.text.includes('$'))) return node.text;
	const milliseconds = duration()(node, reading);
	return milliseconds !== undefined && node.kind === 'scalar' ? node.text : undefined;
};

const named: Shape<string> = (node, reading) => {
	const name = text(node, reading);
	if (name === undefined || (/^[\w/\\${}. -]+$/.test(name) && !/^\/|\/$/.test(name))) return name;
	const hint = 'use letters, digits, spaces, "-", "_", "/", "$", "{", "}" and "."; no "/" at the ends';
	reading.problems.error('VALUE_WRONG', `"${name}" cannot be the name of an environment`, node.place, hint);
	return undefined;
};

const longestUrl = 255;
const address: Shape<string> = (node, reading) => {
	const url = text(node, reading);
	if (url === undefined || url.length <= longestUrl) return url;
	const message = `"${reading.what}" has ${url.length} characters; GitLab allows ${longestUrl}`;
	reading.problems.error('VALUE_WRONG', message, node.place);
	return undefined;
};

const kubernetes = object('kubernetes', {
	agent: text,
	namespace: text,
	flux_resource_path: text,
	managed_resources: object('managed_resources', {enabled: bool}),
	dashboard: object('dashboard', {namespace: text, flux_resource_path: text}),
});

const keys = object(
	'environment',
	{
		name: named,
		url: address,
		action: oneOf('start', 'prepare', 'stop', 'verify', 'access'),
		on_stop: placedText,
		auto_stop_in: autoStop,
		kubernetes,
		deployment_tier: text,
	},
	['name'],
);

/** `environment`: a name, or a map (GitLab's reference, "environment"). */
export const environment: Shape<EnvironmentDefinition> = (node, reading) => {
	if (node.kind !== 'map') {
		const name = named(node, reading);
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
