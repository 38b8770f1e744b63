import {bool, listOf, object, oneOf, type Shape, text} from '../shape.js';

/** What a job takes of the pipeline's defaults: all, nothing, or these. */
export type Inherited = boolean | readonly string[];

function choice(names: Shape<string>): Shape<Inherited> {
	const list = listOf(names);
	return (node, reading) => (node.kind === 'list' ? list(node, reading) : bool(node, reading));
}

const defaultNames = oneOf(
	'after_script',
	'artifacts',
	'before_script',
	'cache',
	'hooks',
	'id_tokens',
	'identity',
	'image',
	'interruptible',
	'retry',
	'services',
	'tags',
	'timeout',
);

/** `inherit` (GitLab's reference, "inherit"). */
export const inherit = object('inherit', {default: choice(defaultNames), variables: choice(text)});

export function inherits(inherited: Inherited | undefined, name: string): boolean {
	return inherited === undefined || inherited === true || (inherited !== false && inherited.includes(name));
}
