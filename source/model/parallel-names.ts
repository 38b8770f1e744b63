import type {MatrixRow, ParallelDefinition} from './definition.js';

/** One of the jobs that `parallel` makes of a job. */
export interface ParallelJob {
	/** `test 1/3` or `test: [a, b]`, as GitLab names them. */
	readonly name: string;
	/** Counts from 1. */
	readonly index: number;
	readonly total: number;
	/** A matrix's variables. */
	readonly variables: Readonly<Record<string, string>>;
}

/** The jobs that come of one job, in GitLab's order and with GitLab's names; undefined without `parallel`. */
export function parallelJobs(
	name: string,
	parallel: ParallelDefinition | undefined,
): readonly ParallelJob[] | undefined {
	if (parallel === undefined) return undefined;
	if (parallel.kind === 'count') {
		const total = parallel.count;
		return Array.from({length: total}, (_, at) => ({
			name: `${name} ${at + 1}/${total}`,
			index: at + 1,
			total,
			variables: {},
		}));
	}

	const combinations = parallel.rows.flatMap(row => combinationsOf(row));
	return combinations.map((variables, at) => ({
		name: matrixName(name, variables),
		index: at + 1,
		total: combinations.length,
		variables,
	}));
}

/** Every combination of a row's values, the last variable changing fastest. */
export function combinationsOf(row: MatrixRow): readonly Readonly<Record<string, string>>[] {
	let combinations: Readonly<Record<string, string>>[] = [{}];
	for (const [variable, values] of row) {
		combinations = combinations.flatMap(before => values.map(value => ({...before, [variable]: value})));
	}

	return combinations;
}

/** `test: [a, b]`: the values of a combination in the order of its variables. */
export function matrixName(name: string, variables: Readonly<Record<string, string>>): string {
	return `${name}: [${Object.values(variables).join(', ')}]`;
}
