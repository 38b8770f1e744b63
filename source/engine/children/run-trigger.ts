import type {CiError} from '../../errors.js';
import type {JobSink, JobSpec, StopSignals} from '../../executor/executor.js';
import type {Outcome} from '../../model/outcome.js';
import type {PlannedTrigger} from '../../model/plan.js';
import {reasonText} from '../../model/reason.js';
import type {RunState} from '../../model/run-state.js';
import {asCiError} from '../as-ci-error.js';
import type {RunHandle} from '../run-handle.js';
import type {ChildPipelines, ChildRequest} from './child-pipelines.js';

export interface TriggerPorts extends Pick<ChildRequest, 'artifactsOf'> {
	readonly children: ChildPipelines | undefined;
	/** The child is part of the run from now on. */
	adopt(child: RunHandle, job: string, attempt: number, depend: boolean): void;
}

/**
 * What a trigger job does instead of a script ("trigger"): it starts a child pipeline and has passed, or with
 * `strategy: depend` ends as the child does. A pipeline of another project is not started from here.
 */
export async function runTrigger(
	trigger: PlannedTrigger,
	spec: JobSpec,
	sink: JobSink,
	{stop, kill}: StopSignals,
	{children, adopt, artifactsOf}: TriggerPorts,
): Promise<Outcome> {
	sink.phase('running');
	if (trigger.project !== undefined || children === undefined) {
		sink.notice(`The pipeline of ${trigger.project ?? 'the child'} is not started from here`, 'warning');
		return {kind: 'success'};
	}

	let child: RunHandle;
	try {
		const variables = pick(spec.variables, trigger.forwarded);
		child = await children.create({job: spec.job, trigger, variables, artifactsOf});
	} catch (error) {
		tellFailure(sink, asCiError(error));
		return {kind: 'failed', exitCode: 1};
	}

	const {jobs} = child.plan;
	sink.notice(`Child pipeline #${child.run}: ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`);
	adopt(child, spec.job, spec.attempt, trigger.depend);
	if (!trigger.depend) return {kind: 'success'};
	whenAborted(stop, () => child.send({type: 'cancel-run'}));
	whenAborted(kill, () => child.send({type: 'cancel-run'}));
	return outcomeOf(await child.settled(), stop, sink);
}

function outcomeOf(state: RunState, stop: AbortSignal, sink: JobSink): Outcome {
	if (state.status === 'Success') return {kind: 'success'};
	for (const {name, status, allowed, reason} of state.jobs.values()) {
		if (status === 'Failed' && !allowed)
			sink.notice(`${name} failed${reason ? `: ${reasonText(reason)}` : ''}`, 'error');
	}

	if (stop.aborted) return {kind: 'canceled'};
	sink.notice(`Child pipeline #${state.run} ${state.status === 'Failed' ? 'failed' : 'was canceled'}`, 'error');
	return {kind: 'failed', exitCode: 1};
}

function tellFailure(sink: JobSink, {message, hint, position}: CiError): void {
	const place = position === undefined ? '' : `${position.file}:${position.line}:${position.column}: `;
	for (const line of `The child pipeline cannot be created: ${place}${message}`.split('\n')) sink.notice(line, 'error');
	if (hint !== undefined) sink.notice(hint, 'error');
}

function whenAborted(signal: AbortSignal, act: () => void): void {
	if (signal.aborted) act();
	else signal.addEventListener('abort', act, {once: true});
}

function pick(variables: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		names.flatMap(name => (Object.hasOwn(variables, name) ? [[name, variables[name] ?? '']] : [])),
	);
}
