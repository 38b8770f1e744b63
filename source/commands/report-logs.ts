import {createHash} from 'node:crypto';
import {join} from 'node:path';
import type {LogLine} from '../logs/log.js';
import type {ExecutionLog, JobExecution} from '../model/records.js';
import {paint, unpainted} from '../report/paint.js';
import type {Chosen} from './report-choice.js';
import type {ReportDependencies} from './report-dependencies.js';
import {attemptOf, jobWords} from './report-text.js';

/** How many lines are in memory at once. */
const window = 500;

export interface LogOptions {
	/** One ExecutionLog a line. */
	readonly json: boolean;
	/** One job was asked for: no heading when it had one attempt. */
	readonly alone: boolean;
}

/** Prints the logs of the chosen jobs, attempts in their order, cleaned of everything but colours. */
export async function printLogs(
	{stages}: Chosen,
	dependencies: ReportDependencies,
	{json, alone}: LogOptions,
): Promise<void> {
	const {out, color, store, ascii} = dependencies;
	const jobs = stages.flatMap(({jobs}) => jobs);
	const withLog = jobs.filter(({logs}) => logs !== undefined);
	for (const job of withLog) {
		if (!json && !(alone && withLog.length === 1)) {
			const parts = [job.name, attemptOf(job, jobs), jobWords(job), join(store.folder, job.logs ?? '')].filter(Boolean);
			out.write(`${paint(`${ascii ? '==' : '══'} ${parts.join('  ')}`, {bold: true}, color)}\n`);
		}

		await eachWindow(dependencies, job, lines => {
			const text = lines.map(line =>
				json ? JSON.stringify(asRecord(job, line)) : color ? line.text : unpainted(line.text),
			);
			out.write(`${text.join('\n')}\n`);
		});
	}

	if (withLog.length === 0) dependencies.err.write('no job of these has started, so there is no log\n');
}

async function eachWindow(
	{logs, store}: ReportDependencies,
	job: JobExecution,
	print: (lines: readonly LogLine[]) => void,
): Promise<void> {
	const log = logs.open(join(store.folder, job.logs ?? ''));
	try {
		for (let first = 0; ; first += window) {
			const lines = await log.read(first, window);
			if (lines.length > 0) print(lines);
			if (lines.length < window) return;
		}
	} finally {
		log.close();
	}
}

function asRecord(job: JobExecution, line: LogLine): ExecutionLog {
	const began = Date.parse(job.start_time ?? new Date(0).toISOString());
	return {
		id: idOfLine(job.id, line.number),
		execution_id: job.id,
		log_text: unpainted(line.text),
		timestamp: new Date(began + line.at).toISOString(),
	};
}

/** A UUID (version 8 of RFC 9562: our own) that stays the same for the same line. */
function idOfLine(execution: string, line: number): string {
	const hex = createHash('sha256').update(`${execution} ${line}`).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
