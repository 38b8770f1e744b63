import type {JobState, JobTable} from '../model/run-state.js';
import type {Graph} from './graph.js';
import type {JobTrack} from './state.js';
import type {Vector} from './vector.js';

/** What readers see of the scheduler's jobs; it copies nothing. */
export class JobsByName implements JobTable {
	readonly #graph: Graph;
	readonly #jobs: Vector<JobTrack>;

	constructor(graph: Graph, jobs: Vector<JobTrack>) {
		this.#graph = graph;
		this.#jobs = jobs;
	}

	get size(): number {
		return this.#jobs.size;
	}

	get(name: string): JobState | undefined {
		const number = this.#graph.numbers.get(name);
		return number === undefined ? undefined : this.#jobs.get(number).job;
	}

	*values(): IterableIterator<JobState> {
		for (const {job} of this.#jobs) yield job;
	}
}
