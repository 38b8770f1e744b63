import type {RunHandle} from '../engine/run-handle.js';
import {finishLine} from './finish-line.js';
import type {ReportOutput, RunReader} from './report-output.js';

/** Prints nothing but what fails, a line each, when it does. */
export function reportQuiet(run: Pick<RunHandle, 'onEvent'>, output: ReportOutput): RunReader {
	const close = run.onEvent(event => {
		if (event.type !== 'job-finished' || event.status !== 'Failed' || event.allow_failure || event.will_retry) return;
		output.write(`${finishLine(event, output, event.job)}\n`);
	}, 'none');
	return {close};
}
