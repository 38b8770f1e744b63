import type {RunHandle} from '../engine/run-handle.js';
import type {Plan} from '../model/plan.js';
import type {PipelineExecution} from '../model/records.js';
import type {Title} from './components/header.js';

/** What the Home view asks of its caller; nothing of a pipeline runs before `start`. */
export interface HomeSource {
	readonly title: Title;
	loadPlan(): Promise<PlanView>;
	/** Newest first. */
	listRuns(): Promise<readonly PipelineExecution[]>;
	/** Starts the pipeline, or these jobs and what they need. Rejects with a CiError. */
	start(jobs?: readonly string[]): Promise<RunHandle>;
	/** Calls back when a file that the plan is made from has changed; the function stops that. Without it the plan is read again on `u`. */
	watch?(listener: () => void): () => void;
	/** A past run, only to be shown; undefined when it is gone. */
	openRun(run: number): Promise<RunHandle | undefined>;
}

/** The plan, or what is wrong with the pipeline file as `check` would print it. */
export type PlanView = {readonly kind: 'plan'; readonly plan: Plan} | {readonly kind: 'invalid'; readonly text: string};
