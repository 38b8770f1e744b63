import type {JobDefinition, PipelineDefinition} from '../model/definition.js';
import {parallelJobs} from '../model/parallel-names.js';

/** A job that may be part of the plan: `parallel` is already many of them. */
export interface Candidate {
	readonly name: string;
	readonly definition: JobDefinition;
	/** Of `parallel`: which of how many, and a matrix's variables. */
	readonly part?: {
		readonly index: number;
		readonly total: number;
		readonly variables: Readonly<Record<string, string>>;
	};
}

/** Every job of the file, in its order, with `parallel` expanded. */
export function candidatesOf(definition: PipelineDefinition): readonly Candidate[] {
	return definition.jobs.flatMap(job => {
		const parts = parallelJobs(job.name, job.parallel);
		if (!parts) return [{name: job.name, definition: job}];
		return parts.map(part => ({name: part.name, definition: job, part}));
	});
}
