import {bool, listOf, object, type Shape, text} from '../shape.js';

/** What a job takes of the pipeline's defaults: all, nothing, or these. */
export type Inherited = boolean | readonly string[];

const choice: Shape<Inherited> = (node, reading) =>
	node.kind === 'list' ? listOf(text)(node, reading) : bool(node, reading);

/** `inherit` (GitLab's reference, "inherit"). */
export const inherit = object('inherit', {default: choice, variables: choice});

export function inherits(inherited: Inherited | undefined, name: string): boolean {
	return inherited === undefined || inherited === true || (inherited !== false && inherited.includes(name));
}
