import {expected, type Reading, type Shape} from '../shape.js';
import {type ConfigNode, isNull} from '../yaml/node.js';

/** Commands: a text, or a list of texts nested up to ten levels, laid flat (GitLab's reference, "script"). */
export const commands: Shape<readonly string[]> = (node, reading) => {
	if (node.kind === 'scalar' && typeof node.value === 'string') return [node.value];
	if (node.kind !== 'list') return expected('a text or a list of texts', node, reading, hintFor(node));
	const found: string[] = [];
	collect(node.items, reading, found, 0);
	return found;
};

const maxNesting = 10;

function collect(items: readonly ConfigNode[], reading: Reading, found: string[], depth: number): void {
	for (const item of items) {
		if (item.kind === 'scalar' && typeof item.value === 'string') found.push(item.value);
		else if (item.kind === 'list' && depth < maxNesting) collect(item.items, reading, found, depth + 1);
		else if (item.kind === 'list') {
			const message = `"${reading.what}" is nested more than ${maxNesting} levels deep`;
			reading.problems.error('SCRIPT_TOO_DEEP', message, item.place);
		} else tellNoCommand(item, reading);
	}
}

function tellNoCommand(item: ConfigNode, reading: Reading): void {
	if (item.kind === 'reference') return;
	const inner = {...reading, what: `${reading.what}`};
	if (isNull(item)) expected('a list of texts, without empty items', item, inner, 'remove the empty item');
	else expected('a list of texts', item, inner, hintFor(item));
}

function hintFor(node: ConfigNode): string | undefined {
	if (node.kind === 'map') return 'a ": " makes a map of a command: put the whole command in quotes';
	return node.kind === 'scalar' && node.value !== null ? 'put it in quotes' : undefined;
}
