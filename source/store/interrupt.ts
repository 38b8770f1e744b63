import {type Reason, reasonText} from '../model/reason.js';
import {isSettled, type Status} from '../model/status.js';
import type {RunDocument} from './store.js';

const reason: Reason = {kind: 'interrupted'};

/** The run as it is when the process that ran it is gone: what had not settled is `Canceled`, and nobody owns it. */
export function interrupt(document: RunDocument, at: string): RunDocument {
	const settle = <T extends {readonly status: Status; readonly start_time?: string}>(execution: T): T =>
		isSettled(execution.status)
			? execution
			: {
					...execution,
					status: 'Canceled',
					reason: reasonText(reason),
					reason_kind: reason.kind,
					...(execution.start_time !== undefined && {end_time: at}),
				};
	return {
		pipeline_execution: settle(document.pipeline_execution),
		stage_executions: document.stage_executions.map(settle),
		job_executions: document.job_executions.map(settle),
	};
}
