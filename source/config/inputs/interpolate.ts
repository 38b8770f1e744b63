import type {Problems} from '../problems.js';
import {type ConfigNode, childOf, mapNode} from '../yaml/node.js';
import type {Place, SourceFile} from '../yaml/source-file.js';

/** The content of a file's documents with its inputs filled in; undefined when it has problems that were told. */
export function interpolate(
	documents: readonly ConfigNode[],
	_inputs: ReadonlyMap<string, ConfigNode>,
	_includedAt: Place | undefined,
	file: SourceFile,
	_problems: Problems,
): ConfigNode | undefined {
	const [first, second] = documents;
	const header = childOf(first, 'spec') ? first : undefined;
	return (header ? second : first) ?? mapNode(new Map(), {file, start: 0, end: 1});
}
