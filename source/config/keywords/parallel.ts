import type {MatrixRow, ParallelDefinition} from '../../model/definition.js';
import {expected, integer, listOf, object, oneOrMore, type Reading, type Shape, scalarText} from '../shape.js';
import type {ConfigNode, MapNode} from '../yaml/node.js';

/** `parallel`: a number, or a `matrix` of variables; at most 200 jobs (GitLab's reference, "parallel"). */
export const parallel: Shape<ParallelDefinition> = (node, reading) => {
	if (node.kind === 'map') {
		const rows = parallelKeys(node, reading)?.matrix;
		return rows && {kind: 'matrix', rows};
	}

	if (node.kind === 'list') return expected('a number or a map with "matrix"', node, reading);
	const count = counted(node, reading);
	return count === undefined ? undefined : {kind: 'count', count};
};

const maxJobs = 200;
const counted = integer(1, maxJobs);

/** The rows of a matrix, each variable with its values as texts. */
export const matrixRows: Shape<readonly MatrixRow[]> = (node, reading) => {
	const rows = listOf(matrixRow)(node, reading);
	if (!rows) return undefined;
	const jobs = rows.reduce((sum, row) => sum + row.reduce((product, [, values]) => product * values.length, 1), 0);
	if (rows.length === 0) tellEmpty(node, reading, 'has no rows');
	if (jobs > maxJobs) {
		const message = `"${reading.what}" makes ${jobs} jobs; GitLab allows ${maxJobs}`;
		reading.problems.error('MATRIX_TOO_BIG', message, node.place);
		return undefined;
	}

	return rows;
};

/** GitLab takes texts and whole numbers, no others: `3.10` would be `3.1`, and `yes` would be `true`. */
const value: Shape<string> = (node, reading) => {
	const written = node.kind === 'scalar' ? node.value : undefined;
	if (typeof written !== 'boolean' && (typeof written !== 'number' || Number.isInteger(written))) {
		return scalarText(node, reading);
	}

	return expected('a text or a whole number', node, reading, 'put it in quotes');
};
const values = oneOrMore(value);

const matrixRow: Shape<MatrixRow> = (node, reading) => {
	if (node.kind !== 'map') {
		return expected('a list of maps of variables', node, reading, 'write "- NAME: [value, value]"');
	}

	if (node.entries.size === 0) tellEmpty(node, reading, 'has a row without variables');
	return readRow(node, reading);
};

function readRow(node: MapNode, reading: Reading): MatrixRow {
	return Array.from(node.entries, ([name, entry]) => {
		const inner = {...reading, what: `${reading.what}:${name}`};
		const found = values(entry.value, inner) ?? [];
		if (entry.value.kind === 'list' && entry.value.items.length === 0) tellEmpty(entry.value, inner, 'has no values');
		return [name, found] as const;
	});
}

function tellEmpty(node: ConfigNode, {problems, what}: Reading, words: string): void {
	problems.error('MATRIX_EMPTY', `"${what}" ${words}`, node.place, 'give it one value at the least, or remove it');
}

const parallelKeys = object('parallel', {matrix: matrixRows}, ['matrix']);
