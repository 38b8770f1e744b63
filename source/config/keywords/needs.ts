import type {NeedDefinition} from '../../model/definition.js';
import {bool, expected, type Found, flatListOf, isMisspelt, object, type Reading, type Shape, text} from '../shape.js';
import {type ConfigNode, listNode} from '../yaml/node.js';
import {positionOf} from '../yaml/source-file.js';
import {matrixRows} from './parallel.js';

/** `needs`: names or maps (GitLab's reference, "needs"); a trigger job may write one map. */
export const needs: Shape<readonly NeedDefinition[]> = (node, reading) => {
	if (node.kind === 'map') return listOfNeeds(listNode([node], node.place), reading);
	return listOfNeeds(node, reading);
};

const maxNeeds = 50;

const keys = {
	job: text,
	artifacts: bool,
	optional: bool,
	parallel: object('parallel', {matrix: matrixRows}, ['matrix']),
	pipeline: text,
	project: text,
	ref: text,
} as const;
const needKeys = object('a need', keys);

const flatNeeds = flatListOf<NeedDefinition>((node, reading) => {
	if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '') {
		return {job: node.value, artifacts: true, optional: false, position: positionOf(node.place)};
	}

	if (node.kind !== 'map') return expected('a list of job names or of maps with "job"', node, reading);
	const found = needKeys(node, reading);
	return found && fromKeys(found, node, reading);
});

const listOfNeeds: Shape<readonly NeedDefinition[]> = (node, reading) => {
	const found = flatNeeds(node, reading);
	if (found && found.length > maxNeeds) {
		const message = `"${reading.what}" names ${found.length} jobs; GitLab allows ${maxNeeds}`;
		reading.problems.error('NEEDS_TOO_MANY', message, node.place, 'leave it out to wait for all earlier stages');
	}

	return found;
};

function fromKeys(found: Found<typeof keys>, node: ConfigNode, reading: Reading): NeedDefinition | undefined {
	const {job, pipeline, project} = found;
	const jobNode = node.kind === 'map' ? node.entries.get('job')?.value : undefined;
	const elsewhere = project ?? pipeline;
	if (job === undefined && elsewhere === undefined) {
		if (jobNode?.kind !== 'reference') {
			reading.problems.error('KEY_MISSING', `an item of "${reading.what}" needs the key "job"`, node.place);
		}

		return undefined;
	}

	if (project !== undefined) {
		for (const key of ['job', 'ref'] as const) {
			if (found[key] !== undefined || node.kind !== 'map' || isMisspelt(node, key, Object.keys(keys))) continue;
			const message = `an item of "${reading.what}" with "project" needs the key "${key}"`;
			reading.problems.error('KEY_MISSING', message, node.place);
		}
	}

	const rows = found.parallel?.matrix;
	return {
		job: job ?? '',
		artifacts: found.artifacts ?? true,
		optional: found.optional ?? false,
		...(rows && {matrix: rows}),
		...(elsewhere !== undefined && {elsewhere}),
		...(project === undefined && pipeline !== undefined && {pipeline}),
		position: positionOf((jobNode ?? node).place),
	};
}
