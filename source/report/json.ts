import type {RunHandle} from '../engine/run-handle.js';
import type {ReportOutput, RunReader} from './report-output.js';

/** Prints each event as one line of JSON, as it is: scripts rely on it. */
export function reportJson(run: Pick<RunHandle, 'onEvent'>, output: Pick<ReportOutput, 'write'>): RunReader {
	const close = run.onEvent(event => output.write(`${JSON.stringify(event)}\n`));
	return {close};
}
