import type {ChildInclude, TriggerDefinition} from '../../model/definition.js';
import {anything, bool, type Found, mapOf, object, oneOf, oneOrMore, type Reading, type Shape, text} from '../shape.js';
import {type ConfigNode, toPlain} from '../yaml/node.js';

const inputs = mapOf<unknown>(node => toPlain(node));

const includeKeys = {
	local: text,
	inputs,
	template: text,
	artifact: text,
	job: text,
	project: text,
	ref: text,
	file: oneOrMore(text),
	component: text,
	remote: text,
	rules: anything,
} as const;
const includeMap = object('trigger:include', includeKeys);

interface Child {
	readonly include: ChildInclude;
	readonly local?: string;
	readonly elsewhere?: string;
	readonly inputs?: Readonly<Record<string, unknown>>;
}

const child: Shape<Child> = (node, reading) => {
	if (node.kind !== 'map') {
		const local = text(node, reading);
		return local === undefined ? undefined : {local, include: {local}};
	}

	const found = includeMap(node, reading);
	return found && fromKeys(found, node, reading);
};

const keys = object('trigger', {
	project: text,
	branch: text,
	strategy: oneOf('depend', 'mirror'),
	inputs,
	include: oneOrMore(child),
	forward: object('trigger:forward', {yaml_variables: bool, pipeline_variables: bool}),
});

/** `trigger`: another project's name, or a map (GitLab's reference, "trigger"). */
export const trigger: Shape<TriggerDefinition> = (node, reading) => {
	const forward = {yamlVariables: true, pipelineVariables: false};
	if (node.kind !== 'map') {
		const project = text(node, reading);
		return project === undefined
			? undefined
			: {local: [], includes: [], project, elsewhere: `project ${project}`, depend: false, inputs: {}, forward};
	}

	const found = keys(node, reading);
	if (!found) return undefined;
	const children = found.include ?? [];
	if (found.project === undefined && !node.entries.has('include')) {
		reading.problems.error('KEY_MISSING', '"trigger" needs the key "include" or "project"', node.place);
	}

	const elsewhere = found.project === undefined ? children.find(one => one.elsewhere)?.elsewhere : undefined;
	return {
		local: children.flatMap(one => one.local ?? []),
		includes: children.map(({include}) => include),
		...(found.project !== undefined && {project: found.project}),
		...(found.project !== undefined && {elsewhere: `project ${found.project}`}),
		...(elsewhere !== undefined && {elsewhere}),
		depend: found.strategy !== undefined,
		inputs: Object.assign({}, ...children.map(one => one.inputs), found.inputs),
		forward: {
			yamlVariables: found.forward?.yaml_variables ?? true,
			pipelineVariables: found.forward?.pipeline_variables ?? false,
		},
	};
};

function fromKeys(found: Found<typeof includeKeys>, node: ConfigNode, reading: Reading): Child | undefined {
	const {local, artifact, job, project, template, component, remote} = found;
	const given = found.inputs ? {inputs: found.inputs} : {};
	const include = includeOf(found);
	if (local !== undefined) return {local, include, ...given};
	if (artifact !== undefined) return {elsewhere: `artifact ${artifact} of ${job ?? 'a job'}`, include};
	const [kind, name] =
		Object.entries({project, template, component, remote}).find(([, value]) => value !== undefined) ?? [];
	if (kind !== undefined) return {elsewhere: `${kind} ${name}`, include};
	reading.problems.error('KEY_MISSING', `"${reading.what}" needs the key "local" or "artifact"`, node.place);
	return undefined;
}

function includeOf({inputs: given, file, rules: _, ...texts}: Found<typeof includeKeys>): ChildInclude {
	const written = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined);
	return {...Object.fromEntries(written), ...(file && {file}), ...(given && {inputs: given})};
}
