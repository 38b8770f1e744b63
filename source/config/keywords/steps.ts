import {expected, listOf, mapOf, object, type Reading, type Shape, text} from '../shape.js';
import {type ConfigNode, type MapNode, toPlain} from '../yaml/node.js';

/** `run`: steps, each a script or a function with its inputs (GitLab's reference, "run"). They are checked, not run. */
export const steps: Shape<readonly unknown[]> = (node, reading) => {
	if (node.kind === 'list') return listOf(step)(node, reading);
	return expected('a list of steps', node, reading, 'start each step with "- name: …"');
};

const name: Shape<string> = (node, reading) => {
	const found = text(node, reading);
	if (found === undefined || /^[a-zA-Z_]\w*$/.test(found)) return found;
	const message = `"${found}" cannot be the name of a step`;
	reading.problems.error('VALUE_WRONG', message, node.place, 'use letters, digits and "_"');
	return undefined;
};

const git = object('git', {url: text, rev: text, dir: text, file: text}, ['url', 'rev']);
const oci = object('oci', {registry: text, repository: text, tag: text, dir: text, file: text}, [
	'registry',
	'repository',
	'tag',
]);
const place: Shape<unknown> = (node, reading) =>
	node.kind === 'map' ? object('a function', {git, oci})(node, reading) : text(node, reading);

const stepKeys = object(
	'a step',
	{
		name,
		script: text,
		step: place,
		func: place,
		env: mapOf(text),
		inputs: (node: ConfigNode) => toPlain(node),
	},
	['name'],
);

const step: Shape<unknown> = (node, reading) => {
	if (node.kind !== 'map') return expected('a list of steps', node, reading, 'start each step with "- name: …"');
	const found = stepKeys(node, reading);
	checkOne(node, reading);
	return found;
};

function checkOne(node: MapNode, {problems, what}: Reading): void {
	const does = ['script', 'step', 'func'].filter(key => node.entries.has(key));
	if (does.length === 0) problems.error('KEY_MISSING', `a step of "${what}" needs "script" or "func"`, node.place);
	const second = node.entries.get(does[1] ?? '');
	if (second) problems.error('KEYS_CONFLICT', `a step cannot have both "${does[0]}" and "${does[1]}"`, second.key);
}
