import type {PlannedTrigger} from '../../model/plan.js';
import type {RunHandle} from '../run-handle.js';

/** Makes runs of child pipelines (`trigger:include`). */
export interface ChildPipelines {
	/**
	 * A run of the child pipeline, which begins when somebody watches it; whoever asked closes it. Rejects with a CiError
	 * when there can be none: a file is missing or wrong, no job would run, it is nested too deep.
	 */
	create(request: ChildRequest): Promise<RunHandle>;
}

export interface ChildRequest {
	/** The trigger job. */
	readonly job: string;
	readonly trigger: PlannedTrigger;
	/** The job's variables that the child gets, filled in. */
	readonly variables: Readonly<Record<string, string>>;
	/** The archive of the artifacts of a job of this run; undefined when it has none. */
	artifactsOf(job: string): Promise<string | undefined>;
}
